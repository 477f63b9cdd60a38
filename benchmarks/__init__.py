"""What `make bench` runs. Each part prints ratios against a peer or limit measured in the same run, on the same machine."""
