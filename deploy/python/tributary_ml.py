"""Tributary's estimators for PySpark, classic and Connect.

Copy this file to where Python finds it, or pass it with ``--py-files``. The jar of Tributary must be in ``spark.jars``;
with Spark Connect, on the server. The parameters are those of the Java classes: see ``driver/docs/spark-ml.md``.

Example::

    from tributary_ml import MultilayerPerceptronClassifier

    model = MultilayerPerceptronClassifier(layers=[4, 5, 3], maxIter=50).fit(training)
    model.transform(test).select("prediction", "probability").show()
"""

from typing import Any, List

from pyspark import keyword_only
from pyspark.ml.linalg import Vector
from pyspark.ml.param import Param, Params, TypeConverters
from pyspark.ml.param.shared import (
    HasFeaturesCol,
    HasLabelCol,
    HasPredictionCol,
    HasProbabilityCol,
    HasRawPredictionCol,
    HasThresholds,
)
from pyspark.ml.util import JavaMLReadable, JavaMLReader, JavaMLWritable
from pyspark.ml.wrapper import JavaEstimator, JavaModel, JavaWrapper

__all__ = [
    "MultilayerPerceptronClassifier",
    "MultilayerPerceptronClassificationModel",
    "MultilayerPerceptronRegressor",
    "MultilayerPerceptronRegressionModel",
]

_PACKAGE = "org.tributary.ml."


def _param(name: str, doc: str, convert: Any) -> Any:
    return Param(Params._dummy(), name, doc, typeConverter=convert)


class _TributaryReader(JavaMLReader):
    """Reads with the Java class of the same name in the package ``org.tributary.ml``."""

    @classmethod
    def _java_loader_class(cls, clazz: Any) -> str:
        return _PACKAGE + clazz.__name__


class _TributaryReadable(JavaMLReadable):
    """Is read by :class:`_TributaryReader`."""

    @classmethod
    def read(cls) -> Any:
        """Returns a reader of what was saved."""
        return _TributaryReader(cls)


class _TrainingParams(HasFeaturesCol, HasLabelCol, HasPredictionCol):
    """The parameters that classifiers and regressors have."""

    layers = _param(
        "layers", "Sizes of layers from input layer to output layer.", TypeConverters.toListInt
    )
    maxIter = _param("maxIter", "Maximum number of iterations.", TypeConverters.toInt)
    tol = _param(
        "tol", "Share of the objective that ends training if it improves no more.", TypeConverters.toFloat
    )
    blockSize = _param("blockSize", "Rows that are computed together.", TypeConverters.toInt)
    solver = _param(
        "solver", "The solver: l-bfgs, gd, adam, adamw or local-sgd.", TypeConverters.toString
    )
    stepSize = _param(
        "stepSize", "Learning rate of gd and local-sgd; of adam and adamw if it is set.", TypeConverters.toFloat
    )
    seed = _param("seed", "Seed of all random numbers.", TypeConverters.toInt)
    initialWeights = _param(
        "initialWeights", "Weights that training begins with.", TypeConverters.toVector
    )
    featuresCols = _param(
        "featuresCols", "Feature columns of any type, in place of featuresCol.", TypeConverters.toListString
    )
    hiddenLayers = _param(
        "hiddenLayers", "Sizes of the hidden layers, in place of layers.", TypeConverters.toListInt
    )
    hiddenActivation = _param(
        "hiddenActivation", "Activation function of the hidden layers.", TypeConverters.toString
    )
    preset = _param(
        "preset", "Where the defaults of the parameters that are not set come from.", TypeConverters.toString
    )
    precision = _param(
        "precision", "Numbers to compute with: float32 or float64.", TypeConverters.toString
    )
    regParam = _param("regParam", "Strength of the penalty.", TypeConverters.toFloat)
    elasticNetParam = _param(
        "elasticNetParam", "Mixing of the penalties: 0 for L2, 1 for L1.", TypeConverters.toFloat
    )
    dropout = _param(
        "dropout", "Share of the hidden units that are left out of each sample and step.", TypeConverters.toFloat
    )
    weightCol = _param("weightCol", "Column of row weights.", TypeConverters.toString)
    validationIndicatorCol = _param(
        "validationIndicatorCol", "Boolean column: true for rows to validate with.", TypeConverters.toString
    )
    patience = _param(
        "patience", "Iterations without a lower validation loss before training stops.", TypeConverters.toInt
    )
    batchSize = _param("batchSize", "Rows of a step of adam, adamw and gd.", TypeConverters.toInt)
    numShards = _param(
        "numShards", "Parts of the data that take steps of their own.", TypeConverters.toInt
    )
    aggregationDepth = _param(
        "aggregationDepth", "Levels of the tree of aggregation.", TypeConverters.toInt
    )
    standardization = _param(
        "standardization", "Whether features are standardized.", TypeConverters.toBoolean
    )
    initialModel = _param(
        "initialModel", "Path of a saved model that training begins with.", TypeConverters.toString
    )

    def getLayers(self) -> List[int]:
        """Returns layers: sizes of layers from input layer to output layer."""
        return self.getOrDefault(self.layers)

    def getMaxIter(self) -> int:
        """Returns maxIter: maximum number of iterations."""
        return self.getOrDefault(self.maxIter)

    def getTol(self) -> float:
        """Returns tol: share of the objective that ends training if it improves no more."""
        return self.getOrDefault(self.tol)

    def getBlockSize(self) -> int:
        """Returns blockSize: rows that are computed together."""
        return self.getOrDefault(self.blockSize)

    def getSolver(self) -> str:
        """Returns solver: the solver: l-bfgs, gd, adam, adamw or local-sgd."""
        return self.getOrDefault(self.solver)

    def getStepSize(self) -> float:
        """Returns stepSize: learning rate of gd and local-sgd; of adam and adamw if it is set."""
        return self.getOrDefault(self.stepSize)

    def getSeed(self) -> int:
        """Returns seed: seed of all random numbers."""
        return self.getOrDefault(self.seed)

    def getInitialWeights(self) -> Vector:
        """Returns initialWeights: weights that training begins with."""
        return self.getOrDefault(self.initialWeights)

    def getFeaturesCols(self) -> List[str]:
        """Returns featuresCols: feature columns of any type, in place of featuresCol."""
        return self.getOrDefault(self.featuresCols)

    def getHiddenLayers(self) -> List[int]:
        """Returns hiddenLayers: sizes of the hidden layers, in place of layers."""
        return self.getOrDefault(self.hiddenLayers)

    def getHiddenActivation(self) -> str:
        """Returns hiddenActivation: activation function of the hidden layers."""
        return self.getOrDefault(self.hiddenActivation)

    def getPreset(self) -> str:
        """Returns preset: where the defaults of the parameters that are not set come from."""
        return self.getOrDefault(self.preset)

    def getPrecision(self) -> str:
        """Returns precision: numbers to compute with: float32 or float64."""
        return self.getOrDefault(self.precision)

    def getRegParam(self) -> float:
        """Returns regParam: strength of the penalty."""
        return self.getOrDefault(self.regParam)

    def getElasticNetParam(self) -> float:
        """Returns elasticNetParam: mixing of the penalties: 0 for L2, 1 for L1."""
        return self.getOrDefault(self.elasticNetParam)

    def getDropout(self) -> float:
        """Returns dropout: share of the hidden units that are left out of each sample and step."""
        return self.getOrDefault(self.dropout)

    def getWeightCol(self) -> str:
        """Returns weightCol: column of row weights."""
        return self.getOrDefault(self.weightCol)

    def getValidationIndicatorCol(self) -> str:
        """Returns validationIndicatorCol: boolean column: true for rows to validate with."""
        return self.getOrDefault(self.validationIndicatorCol)

    def getPatience(self) -> int:
        """Returns patience: iterations without a lower validation loss before training stops."""
        return self.getOrDefault(self.patience)

    def getBatchSize(self) -> int:
        """Returns batchSize: rows of a step of adam, adamw and gd."""
        return self.getOrDefault(self.batchSize)

    def getNumShards(self) -> int:
        """Returns numShards: parts of the data that take steps of their own."""
        return self.getOrDefault(self.numShards)

    def getAggregationDepth(self) -> int:
        """Returns aggregationDepth: levels of the tree of aggregation."""
        return self.getOrDefault(self.aggregationDepth)

    def getStandardization(self) -> bool:
        """Returns standardization: whether features are standardized."""
        return self.getOrDefault(self.standardization)

    def getInitialModel(self) -> str:
        """Returns initialModel: path of a saved model that training begins with."""
        return self.getOrDefault(self.initialModel)


class _TrainingSetters(_TrainingParams):
    """Sets the parameters of estimators."""

    def setFeaturesCol(self, value: str) -> Any:
        """Sets featuresCol: column of vectors."""
        return self._set(featuresCol=value)

    def setLabelCol(self, value: str) -> Any:
        """Sets labelCol: column of the labels."""
        return self._set(labelCol=value)

    def setPredictionCol(self, value: str) -> Any:
        """Sets predictionCol: column of the predictions."""
        return self._set(predictionCol=value)

    def setLayers(self, value: List[int]) -> Any:
        """Sets layers: sizes of layers from input layer to output layer."""
        return self._set(layers=value)

    def setMaxIter(self, value: int) -> Any:
        """Sets maxIter: maximum number of iterations."""
        return self._set(maxIter=value)

    def setTol(self, value: float) -> Any:
        """Sets tol: share of the objective that ends training if it improves no more."""
        return self._set(tol=value)

    def setBlockSize(self, value: int) -> Any:
        """Sets blockSize: rows that are computed together."""
        return self._set(blockSize=value)

    def setSolver(self, value: str) -> Any:
        """Sets solver: the solver: l-bfgs, gd, adam, adamw or local-sgd."""
        return self._set(solver=value)

    def setStepSize(self, value: float) -> Any:
        """Sets stepSize: learning rate of gd and local-sgd; of adam and adamw if it is set."""
        return self._set(stepSize=value)

    def setSeed(self, value: int) -> Any:
        """Sets seed: seed of all random numbers."""
        return self._set(seed=value)

    def setInitialWeights(self, value: Vector) -> Any:
        """Sets initialWeights: weights that training begins with."""
        return self._set(initialWeights=value)

    def setFeaturesCols(self, value: List[str]) -> Any:
        """Sets featuresCols: feature columns of any type, in place of featuresCol."""
        return self._set(featuresCols=value)

    def setHiddenLayers(self, value: List[int]) -> Any:
        """Sets hiddenLayers: sizes of the hidden layers, in place of layers."""
        return self._set(hiddenLayers=value)

    def setHiddenActivation(self, value: str) -> Any:
        """Sets hiddenActivation: activation function of the hidden layers."""
        return self._set(hiddenActivation=value)

    def setPreset(self, value: str) -> Any:
        """Sets preset: where the defaults of the parameters that are not set come from."""
        return self._set(preset=value)

    def setPrecision(self, value: str) -> Any:
        """Sets precision: numbers to compute with: float32 or float64."""
        return self._set(precision=value)

    def setRegParam(self, value: float) -> Any:
        """Sets regParam: strength of the penalty."""
        return self._set(regParam=value)

    def setElasticNetParam(self, value: float) -> Any:
        """Sets elasticNetParam: mixing of the penalties: 0 for L2, 1 for L1."""
        return self._set(elasticNetParam=value)

    def setDropout(self, value: float) -> Any:
        """Sets dropout: share of the hidden units that are left out of each sample and step."""
        return self._set(dropout=value)

    def setWeightCol(self, value: str) -> Any:
        """Sets weightCol: column of row weights."""
        return self._set(weightCol=value)

    def setValidationIndicatorCol(self, value: str) -> Any:
        """Sets validationIndicatorCol: boolean column: true for rows to validate with."""
        return self._set(validationIndicatorCol=value)

    def setPatience(self, value: int) -> Any:
        """Sets patience: iterations without a lower validation loss before training stops."""
        return self._set(patience=value)

    def setBatchSize(self, value: int) -> Any:
        """Sets batchSize: rows of a step of adam, adamw and gd."""
        return self._set(batchSize=value)

    def setNumShards(self, value: int) -> Any:
        """Sets numShards: parts of the data that take steps of their own."""
        return self._set(numShards=value)

    def setAggregationDepth(self, value: int) -> Any:
        """Sets aggregationDepth: levels of the tree of aggregation."""
        return self._set(aggregationDepth=value)

    def setStandardization(self, value: bool) -> Any:
        """Sets standardization: whether features are standardized."""
        return self._set(standardization=value)

    def setInitialModel(self, value: str) -> Any:
        """Sets initialModel: path of a saved model that training begins with."""
        return self._set(initialModel=value)


class _ClassifierParams(_TrainingParams, HasProbabilityCol, HasRawPredictionCol, HasThresholds):
    """The parameters that classifiers have besides."""

    labelSmoothing = _param(
        "labelSmoothing", "Weight of the uniform distribution in the targets.", TypeConverters.toFloat
    )

    def getLabelSmoothing(self) -> float:
        """Returns labelSmoothing: weight of the uniform distribution in the targets."""
        return self.getOrDefault(self.labelSmoothing)


class _RegressorParams(_TrainingParams):
    """The parameters that regressors have besides."""

    loss = _param(
        "loss", "The loss: squaredError, absoluteError, huber or poisson.", TypeConverters.toString
    )

    def getLoss(self) -> str:
        """Returns loss: the loss: squaredError, absoluteError, huber or poisson."""
        return self.getOrDefault(self.loss)


class MultilayerPerceptronClassifier(
    JavaEstimator, _TrainingSetters, _ClassifierParams, JavaMLWritable, _TributaryReadable
):
    """Trains a multi-layer perceptron for classification, in place of PySpark's class of this name.

    Every parameter can be given to the constructor by its name. Example::

        model = MultilayerPerceptronClassifier(layers=[4, 5, 3]).fit(training)
    """

    _input_kwargs: Any

    @keyword_only
    def __init__(self, **params: Any) -> None:
        super().__init__()
        self._java_obj = self._new_java_obj(_PACKAGE + "MultilayerPerceptronClassifier", self.uid)
        self._take_java_defaults()
        self._set(**self._input_kwargs)

    def _take_java_defaults(self) -> None:
        """Takes the defaults of the Java class, so that they are written down once."""
        if hasattr(self._java_obj, "hasDefault"):
            for param in self.params:
                java_param = self._java_obj.getParam(param.name)
                if self._java_obj.hasDefault(java_param):
                    self._setDefault(**{param.name: self._java_obj.getDefault(java_param).get()})

    @classmethod
    def _from_java(cls, java_stage: Any) -> "MultilayerPerceptronClassifier":
        estimator = cls()
        estimator._java_obj = java_stage
        estimator._resetUid(java_stage.uid())
        estimator._transfer_params_from_java()
        return estimator

    def setParams(self, **params: Any) -> "MultilayerPerceptronClassifier":
        """Sets parameters by their names."""
        return self._set(**params)

    def _create_model(self, java_model: Any) -> "MultilayerPerceptronClassificationModel":
        return MultilayerPerceptronClassificationModel(java_model)

    def setProbabilityCol(self, value: str) -> Any:
        """Sets probabilityCol: column of the probabilities."""
        return self._set(probabilityCol=value)

    def setRawPredictionCol(self, value: str) -> Any:
        """Sets rawPredictionCol: column of the logits."""
        return self._set(rawPredictionCol=value)

    def setThresholds(self, value: List[float]) -> Any:
        """Sets thresholds: thresholds of the classes."""
        return self._set(thresholds=value)

    def setLabelSmoothing(self, value: float) -> Any:
        """Sets labelSmoothing: weight of the uniform distribution in the targets."""
        return self._set(labelSmoothing=value)


class _TributaryModel(JavaModel, JavaMLWritable, _TributaryReadable):
    """What models have in common."""

    @classmethod
    def _from_java(cls, java_stage: Any) -> Any:
        model = cls(java_stage)
        model._transfer_params_from_java()
        return model

    @property
    def hasSummary(self) -> bool:
        """Whether there is a summary of the training: there is none of a model that was read."""
        return self._call_java("hasSummary")

    @property
    def numFeatures(self) -> int:
        """Number of cells that the features of a row have."""
        return self._call_java("numFeatures")

    @property
    def summary(self) -> Any:
        """The summary of the training; its attributes are called as methods of the Java object."""
        return JavaWrapper(self._call_java("summary"))

    def predict(self, value: Vector) -> float:
        """Returns the prediction for the features of one row."""
        return self._call_java("predict", value)


class MultilayerPerceptronClassificationModel(_TributaryModel, _ClassifierParams):
    """A trained classifier. Example::

        model = MultilayerPerceptronClassificationModel.load("models/flowers")
        model.transform(rows).show()
    """

    @property
    def numClasses(self) -> int:
        """Number of classes."""
        return self._call_java("numClasses")

    @property
    def weights(self) -> Vector:
        """Parameters of the network, in the order of Spark's class."""
        return self._call_java("weights")

    def predictRaw(self, value: Vector) -> Vector:
        """Returns the logits of one row."""
        return self._call_java("predictRaw", value)

    def predictProbability(self, value: Vector) -> Vector:
        """Returns the probabilities of one row."""
        return self._call_java("predictProbability", value)

    def evaluate(self, dataset: Any) -> Any:
        """Returns Spark's metrics on rows with labels, as methods of the Java object."""
        return JavaWrapper(self._call_java("evaluate", dataset))



class MultilayerPerceptronRegressor(
    JavaEstimator, _TrainingSetters, _RegressorParams, JavaMLWritable, _TributaryReadable
):
    """Trains a multi-layer perceptron that predicts a number.

    Every parameter can be given to the constructor by its name. Example::

        model = MultilayerPerceptronRegressor(featuresCols=["rooms", "street"], labelCol="price").fit(houses)
    """

    _input_kwargs: Any

    @keyword_only
    def __init__(self, **params: Any) -> None:
        super().__init__()
        self._java_obj = self._new_java_obj(_PACKAGE + "MultilayerPerceptronRegressor", self.uid)
        self._take_java_defaults()
        self._set(**self._input_kwargs)

    def _take_java_defaults(self) -> None:
        """Takes the defaults of the Java class, so that they are written down once."""
        if hasattr(self._java_obj, "hasDefault"):
            for param in self.params:
                java_param = self._java_obj.getParam(param.name)
                if self._java_obj.hasDefault(java_param):
                    self._setDefault(**{param.name: self._java_obj.getDefault(java_param).get()})

    @classmethod
    def _from_java(cls, java_stage: Any) -> "MultilayerPerceptronRegressor":
        estimator = cls()
        estimator._java_obj = java_stage
        estimator._resetUid(java_stage.uid())
        estimator._transfer_params_from_java()
        return estimator

    def setParams(self, **params: Any) -> "MultilayerPerceptronRegressor":
        """Sets parameters by their names."""
        return self._set(**params)

    def _create_model(self, java_model: Any) -> "MultilayerPerceptronRegressionModel":
        return MultilayerPerceptronRegressionModel(java_model)

    def setLoss(self, value: str) -> Any:
        """Sets loss: the loss: squaredError, absoluteError, huber or poisson."""
        return self._set(loss=value)


class MultilayerPerceptronRegressionModel(_TributaryModel, _RegressorParams):
    """A trained regressor. Example::

        model = MultilayerPerceptronRegressionModel.load("models/houses")
        model.transform(rows).show()
    """
