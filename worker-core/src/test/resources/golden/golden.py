"""Golden values of the objective and its gradient, by PyTorch's automatic differentiation.

Writes six networks in float64 beside this file, one JSON document each: inputs, targets, weights,
every Theta (bias in column 0), the value of J and every gradient. Nothing of Tributary takes part,
so a mistake shared by our forward pass and our gradient check would show here.

    python3 golden.py        (PyTorch 1.13.1; any version with gelu's tanh form gives these numbers)

JSON numbers are Python's shortest form that reads back as the same double.
"""

import json
import pathlib

import torch
from torch.nn import functional as F

HERE = pathlib.Path(__file__).parent
ACTIVATIONS = {
    "TANH": torch.tanh,
    "RELU": torch.relu,
    "GELU": lambda z: F.gelu(z, approximate="tanh"),
    "SIGMOID": torch.sigmoid,
    "ELU": F.elu,
    "SOFTPLUS": F.softplus,
    "LEAKY_RELU": lambda z: F.leaky_relu(z, 0.01),
}


def losses(output_loss, z, y, smoothing):
    """Loss of each row."""
    if output_loss == "SOFTMAX_CROSS_ENTROPY":
        return F.cross_entropy(z, y.argmax(dim=1), reduction="none", label_smoothing=smoothing)
    if output_loss == "SIGMOID_CROSS_ENTROPY":
        y = torch.lerp(y, torch.full_like(y, 0.5), smoothing)
        return F.binary_cross_entropy_with_logits(z, y, reduction="none").sum(dim=1)
    if output_loss == "IDENTITY_SQUARED_ERROR":
        return 0.5 * F.mse_loss(z, y, reduction="none").sum(dim=1)
    if output_loss == "SIGMOID_SQUARED_ERROR":
        return 0.5 * F.mse_loss(torch.sigmoid(z), y, reduction="none").sum(dim=1)
    raise ValueError(output_loss)


def targets(output_loss, rows, outputs):
    if output_loss == "SOFTMAX_CROSS_ENTROPY":
        return F.one_hot(torch.randint(outputs, (rows,)), outputs).double()
    if output_loss == "SIGMOID_CROSS_ENTROPY":
        return torch.randint(2, (rows, outputs)).double()
    if output_loss == "IDENTITY_SQUARED_ERROR":
        return torch.randn(rows, outputs)
    return torch.rand(rows, outputs)


def write(name, seed, rows, inputs, hidden, outputs, output_loss, l2, weighted, smoothing=0.0):
    torch.manual_seed(seed)
    x = torch.randn(rows, inputs)
    y = targets(output_loss, rows, outputs)
    w = 0.25 + 1.75 * torch.rand(rows) if weighted else torch.ones(rows)
    widths = [inputs] + [units for units, _ in hidden] + [outputs]
    thetas = [
        (torch.randn(b, a + 1) / (a + 1) ** 0.5).requires_grad_()
        for a, b in zip(widths, widths[1:])
    ]

    a = x
    for theta, (_, g) in zip(thetas, hidden):
        a = ACTIVATIONS[g](F.linear(a, theta[:, 1:], theta[:, 0]))
    z = F.linear(a, thetas[-1][:, 1:], thetas[-1][:, 0])
    m = w.sum()
    squares = sum((theta[:, 1:] ** 2).sum() for theta in thetas)
    value = (w * losses(output_loss, z, y, smoothing)).sum() / m + l2 / (2 * m) * squares
    value.backward()

    document = {
        "inputs": inputs,
        "hidden": [{"units": units, "activation": g} for units, g in hidden],
        "outputs": outputs,
        "outputLoss": output_loss,
        "l2": l2,
        "labelSmoothing": smoothing,
        "x": x.tolist(),
        "y": y.tolist(),
        "w": w.tolist(),
        "theta": [theta.tolist() for theta in thetas],
        "value": value.item(),
        "gradient": [theta.grad.tolist() for theta in thetas],
    }
    lines = ",\n".join(f"  {json.dumps(key)}: {json.dumps(value)}" for key, value in document.items())
    (HERE / f"{name}.json").write_text("{\n" + lines + "\n}\n")


if __name__ == "__main__":
    torch.set_default_dtype(torch.float64)
    write("tanh-softmax-weighted", 1, 12, 5, [(4, "TANH")], 3, "SOFTMAX_CROSS_ENTROPY", 0.0, True)
    write("relu-multilabel-l2", 2, 12, 6, [(7, "RELU"), (5, "RELU")], 2, "SIGMOID_CROSS_ENTROPY", 1.5, False)
    write("gelu-regression", 3, 12, 4, [(6, "GELU")], 3, "IDENTITY_SQUARED_ERROR", 0.0, False)
    write(
        "mixed-squared-error-l2-weighted",
        4,
        12,
        3,
        [(5, "SIGMOID"), (4, "ELU"), (4, "SOFTPLUS"), (3, "LEAKY_RELU")],
        2,
        "SIGMOID_SQUARED_ERROR",
        0.5,
        True,
    )
    write("relu-softmax-smoothed", 5, 12, 5, [(6, "RELU")], 4, "SOFTMAX_CROSS_ENTROPY", 0.0, True, 0.1)
    write("tanh-multilabel-smoothed", 6, 12, 4, [(5, "TANH")], 3, "SIGMOID_CROSS_ENTROPY", 0.5, True, 0.2)
