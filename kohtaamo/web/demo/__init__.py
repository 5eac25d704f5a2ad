"""Satama: a made-up organisation with a year behind it. docs/demo.md tells what is true in its world."""
