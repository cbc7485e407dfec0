"""`python -m leadline`."""

from leadline.entrypoints.cli import main

if __name__ == "__main__":
    main()
