"""The command line."""

from lib.cli.main import main as main
