"""What is measured: accuracy against labelled texts, speed and memory beside a peer in the same run."""
