"""A third maker: a folder, and nothing else."""
