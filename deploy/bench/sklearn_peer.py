"""scikit-learn: sklearn_peer.py DATA MEASURE REPEAT, a measure of gradient-W1, fit-W1, train-W2, train-W5,
fit-W6."""

import sys
import time
import warnings

import sklearn
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier

from digits import digits
from fashion import images, tell, tell_curve
from letters import letters

# Some seconds of gradients.
WARM_UPS = 6


class Timed(MLPClassifier):
    """Times every gradient of the fit."""

    def _loss_grad_lbfgs(self, *arguments):
        begin = time.perf_counter()
        result = super()._loss_grad_lbfgs(*arguments)
        self.gradient_seconds_.append(time.perf_counter() - begin)
        return result


def fit(x, y, iterations, hidden=(64, 64), activation="logistic"):
    model = Timed(
        hidden, activation=activation, solver="lbfgs", alpha=0, tol=0, max_iter=iterations, max_fun=10**6,
        random_state=1)
    model.gradient_seconds_ = []
    begin = time.perf_counter()
    model.fit(x, y)
    return model, time.perf_counter() - begin


def train(x, y, test_x, test_y, epochs, hidden):
    """(seconds of training so far, test accuracy) after each epoch."""
    model = MLPClassifier(hidden, alpha=0, batch_size=128, random_state=1)
    seconds, curve = 0.0, []
    for _ in range(epochs):
        begin = time.perf_counter()
        model.partial_fit(x, y, classes=sorted(set(y)))
        seconds += time.perf_counter() - begin
        curve.append((seconds, model.score(test_x, test_y)))
    return curve


def main(data, measure, repeat):
    warnings.simplefilter("ignore", ConvergenceWarning)
    system = f"scikit-learn {sklearn.__version__}"
    if measure == "train-W5":
        curve = train(*letters("train"), *letters("test"), 20, (128,))
        tell_curve(system, "W5", curve, 16000, (95, 98))
        return
    if measure == "fit-W6":
        x, y = digits()
        for _ in range(repeat):
            model, seconds = fit(x, y, 100, (64, 32), "relu")
            tell(system, "W6", "s a fit", [seconds])
            tell(system, "W6", "ms an evaluation", [1e3 * seconds / len(model.gradient_seconds_)])
        return
    x, y = images(data, "train")
    test_x, test_y = images(data, "t10k")
    if measure == "gradient-W1":
        model, _ = fit(x.astype("float64"), y, repeat + WARM_UPS)
        tell(system, "W1", "s a gradient", model.gradient_seconds_[WARM_UPS:])
    elif measure == "fit-W1":
        model, seconds = fit(x.astype("float64"), y, 100)
        tell(system, "W1", "s a fit", [seconds])
        tell(system, "W1", "test accuracy", [model.score(test_x, test_y)])
    elif measure == "train-W2":
        tell_curve(system, "W2", train(x, y, test_x, test_y, 10, (256, 128)), len(x))
    else:
        sys.exit(f"sklearn_peer.py: Invalid measure: {measure}")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
