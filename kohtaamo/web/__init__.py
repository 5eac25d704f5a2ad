"""Where it is all seen: the shell, the look, sign-in, and the process."""
