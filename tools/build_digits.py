"""Freeze the handwritten digits that ship with scikit-learn into one small file.

    python tools/build_digits.py

1,797 images of 8 x 8 pixels with values 0 to 16 and their labels: the test set of Alpaydin and
Kaynak's "Optical Recognition of Handwritten Digits" (UCI machine learning repository, CC BY 4.0).
The split is drawn once, here, and class by class, so that nobody's accuracy depends on another one.
"""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import numpy as np
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split

TARGET = Path(__file__).parents[1] / "autograder" / "digits.npz"
TEST_SHARE = 0.2
SPLIT_SEED = 0


def frozen() -> bytes:
    """The file's bytes, the same at every run: entries carry no date."""
    x, y = load_digits(return_X_y=True)
    x_train, x_test, y_train, y_test = train_test_split(
        x.astype(np.uint8), y.astype(np.uint8), test_size=TEST_SHARE, random_state=SPLIT_SEED,
        stratify=y,
    )  # fmt: skip
    arrays = {"x_train": x_train, "y_train": y_train, "x_test": x_test, "y_test": y_test}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, array in arrays.items():
            data = io.BytesIO()
            np.save(data, array)
            archive.writestr(zipfile.ZipInfo(f"{name}.npy"), data.getvalue(), zipfile.ZIP_DEFLATED)
    return out.getvalue()


if __name__ == "__main__":
    TARGET.write_bytes(frozen())
