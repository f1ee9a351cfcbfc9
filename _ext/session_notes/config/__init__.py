"""What ``conf.py`` says, and the words in which readers and authors are told things."""
