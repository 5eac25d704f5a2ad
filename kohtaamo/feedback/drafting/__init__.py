"""How a draft is changed in the editor: pure steps from one questionnaire to the next."""
