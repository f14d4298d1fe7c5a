#!/usr/bin/env python3
"""Runs deploy/python/tributary_ml.py with a small stand-in for PySpark that records the calls to Java.

Usage: python3 deploy/test/python-estimators.py      (prints PASSED; needs neither PySpark nor a JVM)
The stand-in has of pyspark what the file uses, with the behaviour of PySpark 4. It does not replace a run with PySpark.
"""

import functools
import importlib.util
import pathlib
import sys
import types

CALLS = []
FILE = pathlib.Path(__file__).resolve().parents[1] / "python" / "tributary_ml.py"


class Some:
    def __init__(self, value):
        self.value = value

    def get(self):
        return self.value


class JavaObject:
    """Stands for an object of a Java class: every method call is recorded."""

    DEFAULTS = {"maxIter": 100, "tol": 1e-6, "blockSize": 128, "solver": "l-bfgs", "seed": 7}
    RESULTS = {"hasSummary": True, "numFeatures": 4, "numClasses": 3, "predict": 2.0, "uid": "java_uid"}

    def __init__(self, name, *args):
        self.name = name
        CALLS.append(("new", name, args))

    def getParam(self, name):
        return name

    def hasDefault(self, name):
        return name in self.DEFAULTS

    def getDefault(self, name):
        return Some(self.DEFAULTS[name])

    def __getattr__(self, method):
        if method.startswith("_"):
            raise AttributeError(method)

        def call(*args):
            CALLS.append((method, self.name, args))
            if method == "fit":
                return JavaObject(self.name.replace("Classifier", "ClassificationModel").replace("Regressor", "RegressionModel"))
            return self.RESULTS.get(method, JavaObject("result of " + method))

        return call


def keyword_only(function):
    @functools.wraps(function)
    def wrapped(self, *args, **kwargs):
        if args:
            raise TypeError("only keyword arguments")
        self._input_kwargs = kwargs
        return function(self, **kwargs)

    return wrapped


class Param:
    def __init__(self, parent, name, doc, typeConverter=None):
        self.name, self.doc, self.typeConverter = name, doc, typeConverter


class Params:
    def __init__(self):
        self.uid = type(self).__name__ + "_1"
        self._paramMap, self._defaultParamMap = {}, {}

    @staticmethod
    def _dummy():
        return None

    @property
    def params(self):
        names = (name for name in dir(type(self)) if name != "params")
        found = (getattr(type(self), name) for name in names)
        return [param for param in found if isinstance(param, Param)]

    def _named(self, name):
        return next(param for param in self.params if param.name == name)

    def _set(self, **values):
        for name, value in values.items():
            if value is not None:
                self._paramMap[name] = self._named(name).typeConverter(value)
        return self

    def _setDefault(self, **values):
        self._defaultParamMap.update((self._named(name).name, value) for name, value in values.items())

    def getOrDefault(self, param):
        return self._paramMap.get(param.name, self._defaultParamMap.get(param.name))

    def _resetUid(self, uid):
        self.uid = uid


class TypeConverters:
    toInt = staticmethod(int)
    toFloat = staticmethod(float)
    toString = staticmethod(str)
    toBoolean = staticmethod(bool)
    toVector = staticmethod(lambda value: value)
    toListInt = staticmethod(lambda value: [int(each) for each in value])
    toListFloat = staticmethod(lambda value: [float(each) for each in value])
    toListString = staticmethod(lambda value: [str(each) for each in value])


def has(name, convert):
    return type("Has" + name, (Params,), {name: Param(None, name, name, convert)})


class JavaWrapper:
    def __init__(self, java_obj=None):
        super().__init__()
        self._java_obj = java_obj

    @classmethod
    def _new_java_obj(cls, name, *args):
        return JavaObject(name, *args)

    def _call_java(self, method, *args):
        return getattr(self._java_obj, method)(*args)


class JavaParams(JavaWrapper, Params):
    def _transfer_params_from_java(self):
        CALLS.append(("transfer", self._java_obj.name, ()))


class JavaEstimator(JavaParams):
    def fit(self, dataset):
        return self._create_model(self._java_obj.fit(dataset, dict(self._paramMap)))


class JavaModel(JavaParams):
    def transform(self, dataset):
        return self._java_obj.transform(dataset)


class JavaMLReader:
    def __init__(self, clazz):
        self.loaded = self._java_loader_class(clazz)


class JavaMLReadable:
    @classmethod
    def load(cls, path):
        return cls.read().loaded, path


def module(name, **content):
    made = types.ModuleType(name)
    made.__dict__.update(content)
    sys.modules[name] = made


def install():
    convert = TypeConverters
    module("pyspark", keyword_only=keyword_only)
    module("pyspark.ml")
    module("pyspark.ml.linalg", Vector=object)
    module("pyspark.ml.param", Param=Param, Params=Params, TypeConverters=TypeConverters)
    module(
        "pyspark.ml.param.shared",
        HasFeaturesCol=has("featuresCol", convert.toString),
        HasLabelCol=has("labelCol", convert.toString),
        HasPredictionCol=has("predictionCol", convert.toString),
        HasProbabilityCol=has("probabilityCol", convert.toString),
        HasRawPredictionCol=has("rawPredictionCol", convert.toString),
        HasThresholds=has("thresholds", convert.toListFloat),
    )
    sys.modules["pyspark.ml.param.shared"].HasFeaturesCol.__name__ = "HasFeaturesCol"
    module("pyspark.ml.util", JavaMLReadable=JavaMLReadable, JavaMLReader=JavaMLReader, JavaMLWritable=type("JavaMLWritable", (), {}))
    module("pyspark.ml.wrapper", JavaEstimator=JavaEstimator, JavaModel=JavaModel, JavaWrapper=JavaWrapper)


def main():
    compile(FILE.read_text(encoding="utf-8"), str(FILE), "exec")
    install()
    spec = importlib.util.spec_from_file_location("tributary_ml", FILE)
    ml = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(ml)

    estimator = ml.MultilayerPerceptronClassifier(layers=[4, 5, 3], hiddenActivation="relu")
    assert CALLS[0] == ("new", "org.tributary.ml.MultilayerPerceptronClassifier", (estimator.uid,)), CALLS
    assert estimator.getMaxIter() == 100 and estimator.getTol() == 1e-6, "defaults come from Java"
    assert estimator.getLayers() == [4, 5, 3] and estimator.getHiddenActivation() == "relu"
    try:
        ml.MultilayerPerceptronClassifier([4, 5, 3])
        raise AssertionError("parameters need their names")
    except TypeError:
        pass
    values = {"toInt": 3, "toFloat": 0.5, "toString": "text", "toBoolean": True, "toVector": [1.0], "toListInt": [1, 2]}
    values |= {"toListFloat": [0.5], "toListString": ["a"]}
    by_converter = {getattr(TypeConverters, name): value for name, value in values.items()}
    for of in (estimator, ml.MultilayerPerceptronRegressor()):
        for param in of.params:
            value = by_converter[param.typeConverter]
            setter = getattr(of, "set" + param.name[0].upper() + param.name[1:])
            assert setter(value) is of and of.getOrDefault(param) == value, param.name
    assert estimator.setParams(maxIter=5).getMaxIter() == 5

    model = estimator.fit("rows")
    assert isinstance(model, ml.MultilayerPerceptronClassificationModel)
    assert CALLS[-2][0] == "fit" and CALLS[-2][2][0] == "rows" and CALLS[-2][2][1]["maxIter"] == 5, CALLS[-2]
    assert (model.numFeatures, model.numClasses, model.hasSummary, model.predict([1])) == (4, 3, True, 2.0)
    for name in ("predictRaw", "predictProbability", "evaluate", "transform"):
        getattr(model, name)("argument")
        assert [call for call in CALLS if call[0] == name][-1][2] == ("argument",), name
    assert isinstance(model.summary, JavaWrapper) and model.weights is not None
    regression = ml.MultilayerPerceptronRegressor(loss="huber").fit("rows")
    assert isinstance(regression, ml.MultilayerPerceptronRegressionModel) and regression.predict([1]) == 2.0

    for name in ml.__all__:
        clazz = getattr(ml, name)
        assert clazz.load("models/m") == ("org.tributary.ml." + name, "models/m"), name
        assert "Example" in clazz.__doc__, name
        stage = clazz._from_java(JavaObject("org.tributary.ml." + name))
        assert isinstance(stage, clazz) and CALLS[-1] == ("transfer", "org.tributary.ml." + name, ()), name
    print("PASSED")


if __name__ == "__main__":
    main()
