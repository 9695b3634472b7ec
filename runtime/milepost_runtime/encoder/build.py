"""The quantised network on disk: built once from the pinned weights, then found by its hash."""

from __future__ import annotations

import hashlib
import logging
import tempfile
from pathlib import Path

from milepost_runtime import project
from milepost_runtime.encoder import weights

NAME = "minilm.int8.onnx"
# Part of the cache's key: change it with the graph or the way of quantising.
RECIPE = Path(__file__).with_name("graph.py").read_bytes() + Path(__file__).read_bytes()


def encoder_file() -> Path:
    """Return the path of the int8 network, built first where it is not there yet (about ten seconds)."""
    key = hashlib.sha256(weights.digest().encode() + RECIPE).hexdigest()[:16]
    path = project.cache() / "encoder" / key / NAME
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        _build(path)
    return path


def _build(path: Path) -> None:
    import onnx  # noqa: PLC0415 - 60 MB that only building needs
    from onnxruntime.quantization import QuantType, quantize_dynamic  # noqa: PLC0415
    from safetensors.numpy import load_file  # noqa: PLC0415

    from milepost_runtime.encoder.graph import sentence_encoder  # noqa: PLC0415

    weights.verified(weights.TOKENIZER)
    model = sentence_encoder(load_file(weights.verified(weights.WEIGHTS)))
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        full, small = Path(folder, "full.onnx"), Path(folder, NAME)
        onnx.save(model, str(full))
        # It recommends a pre-processing step that has nothing to do for a graph without shapes to infer.
        logging.getLogger().addFilter(_advises_nothing)
        try:
            quantize_dynamic(
                full,
                small,
                weight_type=QuantType.QInt8,
                per_channel=True,
                # 7-bit weights: without VNNI, AVX2 adds pairs of 8-bit products with saturation.
                reduce_range=True,
                op_types_to_quantize=["MatMul", "Gather"],
                # Shapes are not inferred through onnxruntime's own operators.
                extra_options={"DefaultTensorType": onnx.TensorProto.FLOAT},
            )
        finally:
            logging.getLogger().removeFilter(_advises_nothing)
        small.replace(path)


def _advises_nothing(record: logging.LogRecord) -> bool:
    return "pre-processing" not in record.getMessage()
