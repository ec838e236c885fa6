"""The certificate: proof, for every exercise, of what its checks accept and what they reject."""
