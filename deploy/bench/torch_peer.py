"""PyTorch: torch_peer.py DATA THREADS MEASURE REPEAT, a measure of gradient-W1, fit-W1, train-W2,
gradient-W3, train-W5, fit-W6."""

import sys
import time

import torch
import torch.nn.functional as F

from digits import digits
from fashion import images, seconds_of, tell, tell_curve
from letters import letters

CHUNK = 2048


def network(activation, *widths):
    torch.manual_seed(1)
    layers = []
    for units_in, units_out in zip(widths, widths[1:]):
        layers += [torch.nn.Linear(units_in, units_out), activation()]
    return torch.nn.Sequential(*layers[:-1])


def w1():
    return network(torch.nn.Sigmoid, 784, 64, 64, 10)


def gradient(model, x, y, chunk):
    """The mean loss over all rows, its gradient left in the parameters."""
    model.zero_grad()
    total = 0.0
    for at in range(0, len(x), chunk):
        loss = F.cross_entropy(model(x[at : at + chunk]), y[at : at + chunk], reduction="sum") / len(x)
        loss.backward()
        total += loss.detach()
    return total


def fit(model, x, y):
    """100 iterations of L-BFGS; returns how often the objective was evaluated."""
    for layer in model:
        if isinstance(layer, torch.nn.Linear):
            torch.nn.init.xavier_uniform_(layer.weight)
            torch.nn.init.zeros_(layer.bias)
    solver = torch.optim.LBFGS(
        model.parameters(), max_iter=100, max_eval=1000, history_size=10, line_search_fn="strong_wolfe",
        tolerance_grad=0, tolerance_change=0)
    evaluations = 0

    def evaluate():
        nonlocal evaluations
        evaluations += 1
        return gradient(model, x, y, len(x))

    solver.step(evaluate)
    return evaluations


def accuracy(model, x, y):
    with torch.no_grad():
        return (model(x).argmax(1) == y).float().mean().item()


def train(model, x, y, test_x, test_y, epochs):
    """(seconds of training so far, test accuracy) after each epoch; measuring is not counted."""
    solver = torch.optim.Adam(model.parameters(), lr=1e-3)
    seconds, curve = 0.0, []
    for _ in range(epochs):
        begin = time.perf_counter()
        order = torch.randperm(len(x))
        for at in range(0, len(x), 128):
            batch = order[at : at + 128]
            solver.zero_grad()
            F.cross_entropy(model(x[batch]), y[batch]).backward()
            solver.step()
        seconds += time.perf_counter() - begin
        curve.append((seconds, accuracy(model, test_x, test_y)))
    return curve


def main(data, threads, measure, repeat):
    torch.set_num_threads(threads)
    system = f"PyTorch {torch.__version__.split('+')[0]}, {threads} thread{'s' if threads > 1 else ''}"
    if measure == "train-W5":
        train_x, train_y, test_x, test_y = map(torch.from_numpy, (*letters("train"), *letters("test")))
        curve = train(network(torch.nn.ReLU, 16, 128, 26), train_x, train_y, test_x, test_y, 20)
        tell_curve(system, "W5", curve, len(train_x), (95, 98))
        return
    if measure == "fit-W6":
        x, y = map(torch.from_numpy, digits())
        for _ in range(repeat):
            model = network(torch.nn.ReLU, 64, 64, 32, 10)
            begin = time.perf_counter()
            evaluations = fit(model, x, y)
            seconds = time.perf_counter() - begin
            tell(system, "W6", "s a fit", [seconds])
            tell(system, "W6", "ms an evaluation", [1e3 * seconds / evaluations])
        return
    x, y = map(torch.from_numpy, images(data, "train"))
    test_x, test_y = map(torch.from_numpy, images(data, "t10k"))
    if measure == "gradient-W1":
        model = w1()
        tell(system, "W1", "s a gradient", seconds_of(lambda: gradient(model, x, y, len(x)), 2, repeat))
    elif measure == "fit-W1":
        begin = time.perf_counter()
        model = w1()
        fit(model, x, y)
        tell(system, "W1", "s a fit", [time.perf_counter() - begin])
        tell(system, "W1", "test accuracy", [accuracy(model, test_x, test_y)])
    elif measure == "train-W2":
        model = network(torch.nn.ReLU, 784, 256, 128, 10)
        tell_curve(system, "W2", train(model, x, y, test_x, test_y, 10), len(x))
    elif measure == "gradient-W3":
        model = network(torch.nn.ReLU, 784, 1024, 1024, 10)
        tell(system, "W3", "s a gradient", seconds_of(lambda: gradient(model, x, y, CHUNK), 1, repeat))
    else:
        sys.exit(f"torch_peer.py: Invalid measure: {measure}")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3], int(sys.argv[4]))
