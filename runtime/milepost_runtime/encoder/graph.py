"""The network of all-MiniLM-L6-v2 written out as an ONNX graph: six BERT layers, mean pooling, unit length."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from milepost_runtime.encoder.shape import INPUT, OUTPUT, WIDTH

LAYERS, HEADS = 6, 12
OPSET, IR_VERSION = 17, 8
# onnxruntime's own operators: attention in one of them is simpler to write than in fourteen, and takes less time.
FUSED = "com.microsoft"
LAYER_NORM_EPSILON = 1e-12


class _Graph:
    """Nodes and constants in the order in which they were added."""

    def __init__(self, weights: Mapping[str, np.ndarray]) -> None:
        self.weights = weights
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []

    def constant(self, name: str, value: Any, dtype: type | None = None) -> str:
        array = np.ascontiguousarray(np.asarray(value, dtype))
        self.constants.append(numpy_helper.from_array(array, name))
        return name

    def weight(self, name: str, *, transposed: bool = False) -> str:
        array = self.weights[name]
        return self.constant(name, array.T if transposed else array)

    def node(self, operator: str, *inputs: str, name: str, **attributes: Any) -> str:
        self.nodes.append(helper.make_node(operator, list(inputs), [name], name=name, **attributes))
        return name

    def linear(self, x: str, prefix: str) -> str:
        product = self.node("MatMul", x, self.weight(f"{prefix}.weight", transposed=True), name=f"{prefix}.product")
        return self.node("Add", product, self.weight(f"{prefix}.bias"), name=f"{prefix}.sum")

    def linears(self, x: str, prefix: str, names: Sequence[str]) -> list[str]:
        """Several of the same width in one product, which costs less than one each."""
        weight = np.concatenate([self.weights[f"{prefix}.{name}.weight"] for name in names])
        bias = np.concatenate([self.weights[f"{prefix}.{name}.bias"] for name in names])
        product = self.node("MatMul", x, self.constant(f"{prefix}.weights", weight.T), name=f"{prefix}.product")
        joined = self.node("Add", product, self.constant(f"{prefix}.biases", bias), name=f"{prefix}.sum")
        outputs = [f"{prefix}.{name}" for name in names]
        self.nodes.append(helper.make_node("Split", [joined], outputs, name=f"{prefix}.split", axis=-1))
        return outputs

    def layer_norm(self, x: str, prefix: str) -> str:
        scale, shift = self.weight(f"{prefix}.weight"), self.weight(f"{prefix}.bias")
        return self.node(
            "LayerNormalization", x, scale, shift, name=f"{prefix}.out", axis=-1, epsilon=LAYER_NORM_EPSILON
        )


def sentence_encoder(weights: Mapping[str, np.ndarray]) -> onnx.ModelProto:
    """Build the graph from the tensors of model.safetensors: token ids in, unit vectors of WIDTH out."""
    graph = _Graph(weights)
    graph.constant("one", 1, np.float32)
    graph.constant("half", 0.5, np.float32)
    graph.constant("root_two", np.sqrt(2), np.float32)
    x = _embeddings(graph)
    for layer in range(LAYERS):
        x = _layer(graph, x, f"encoder.layer.{layer}")
    _pooling(graph, x)
    onnx_graph = helper.make_graph(
        graph.nodes,
        "all-MiniLM-L6-v2",
        [helper.make_tensor_value_info(INPUT, TensorProto.INT64, ["texts", "tokens"])],
        [helper.make_tensor_value_info(OUTPUT, TensorProto.FLOAT, ["texts", WIDTH])],
        graph.constants,
    )
    model = helper.make_model(onnx_graph, opset_imports=[helper.make_opsetid("", OPSET), helper.make_opsetid(FUSED, 1)])
    model.ir_version = IR_VERSION
    onnx.checker.check_model(model)
    return model


def _embeddings(graph: _Graph) -> str:
    for name, value in (("first", 0), ("second", 1), ("third", 2)):
        graph.constant(name, [value], np.int64)
    words = graph.node("Gather", graph.weight("embeddings.word_embeddings.weight"), INPUT, name="words")
    shape = graph.node("Shape", INPUT, name="shape")
    length = graph.node("Slice", shape, "second", "third", "first", name="length")
    places = graph.node(
        "Slice", graph.weight("embeddings.position_embeddings.weight"), "first", length, "first", name="places"
    )
    kind = graph.constant("kind", graph.weights["embeddings.token_type_embeddings.weight"][0])
    placed = graph.node("Add", words, places, name="placed")
    return graph.layer_norm(graph.node("Add", placed, kind, name="embedded"), "embeddings.LayerNorm")


def _layer(graph: _Graph, x: str, prefix: str) -> str:
    # No mask: a text is never padded, for it is never beside another (`SentenceEncoder.encode_all`).
    joined = graph.node(
        "MultiHeadAttention",
        *graph.linears(x, f"{prefix}.attention.self", ("query", "key", "value")),
        name=f"{prefix}.attention",
        domain=FUSED,
        num_heads=HEADS,
    )
    attended = graph.linear(joined, f"{prefix}.attention.output.dense")
    x = graph.layer_norm(
        graph.node("Add", attended, x, name=f"{prefix}.first_residual"), f"{prefix}.attention.output.LayerNorm"
    )
    wide = _gelu(graph, graph.linear(x, f"{prefix}.intermediate.dense"), prefix)
    narrow = graph.linear(wide, f"{prefix}.output.dense")
    return graph.layer_norm(
        graph.node("Add", narrow, x, name=f"{prefix}.second_residual"), f"{prefix}.output.LayerNorm"
    )


def _gelu(graph: _Graph, x: str, prefix: str) -> str:
    # The exact form, with erf: BERT was trained with it, and the tanh form drifts over six layers.
    scaled = graph.node("Div", x, "root_two", name=f"{prefix}.gelu.scaled")
    erf = graph.node("Erf", scaled, name=f"{prefix}.gelu.erf")
    gate = graph.node("Add", erf, "one", name=f"{prefix}.gelu.gate")
    gated = graph.node("Mul", x, gate, name=f"{prefix}.gelu.gated")
    return graph.node("Mul", gated, "half", name=f"{prefix}.gelu")


def _pooling(graph: _Graph, x: str) -> None:
    mean = graph.node("ReduceMean", x, name="pooling.mean", axes=[1], keepdims=0)
    graph.node("LpNormalization", mean, name=OUTPUT, axis=-1, p=2)
