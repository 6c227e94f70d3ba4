"""The form of a call: what a version asks, when a field is shown, how an answer is read, what is wrong with a draft."""
