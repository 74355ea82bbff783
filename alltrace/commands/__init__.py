"""The commands, by what they are for; `alltrace/cli.py` names them all."""
