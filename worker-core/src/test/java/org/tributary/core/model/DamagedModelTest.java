package org.tributary.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tributary.core.kernel.Precision;

class DamagedModelTest {
  @TempDir private Path directory;
  private Path description;
  private Path weights;

  @BeforeEach
  void write() throws IOException {
    Models.write(Models.classifier(Precision.FLOAT32), directory);
    description = directory.resolve(ModelFiles.DESCRIPTION);
    weights = directory.resolve(ModelFiles.WEIGHTS);
  }

  private void assertRefused(String reason) {
    assertThatThrownBy(() -> Model.read(directory))
        .isInstanceOf(ModelException.class)
        .hasMessageStartingWith("Cannot read model " + directory + ": ")
        .hasMessageContaining(reason);
  }

  private void edit(String from, String to) throws IOException {
    String json = Files.readString(description);
    assertThat(json).contains(from);
    Files.writeString(description, json.replace(from, to));
  }

  /** Edits the description, and makes its fingerprint fit again, as a stranger could. */
  private void forge(String from, String to) throws IOException {
    edit(from, to);
    String blank =
        Files.readString(description)
            .replaceFirst("(\"fingerprint\": \")[0-9a-f]{64}", "$1" + Fingerprint.BLANK);
    Files.write(description, Fingerprint.sign(blank.getBytes(StandardCharsets.UTF_8)));
  }

  /** Replaces the weights' file, and its digest in the description. */
  private void resign(byte[] replacement) throws IOException, NoSuchAlgorithmException {
    String old = sha256(Files.readAllBytes(weights));
    Files.write(weights, replacement);
    forge(old, sha256(replacement));
  }

  private static String sha256(byte[] bytes) throws NoSuchAlgorithmException {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  @Test
  void theDirectoryAsWrittenIsRead() {
    assertThat(Model.read(directory)).isEqualTo(Models.classifier(Precision.FLOAT32));
  }

  @ParameterizedTest
  @ValueSource(strings = {ModelFiles.DESCRIPTION, ModelFiles.WEIGHTS})
  void refusesADirectoryWithoutAFile(String file) throws IOException {
    Files.delete(directory.resolve(file));
    assertRefused("there is no " + file + " in it");
  }

  @Test
  void refusesAPathThatIsNotADirectory() {
    assertThatThrownBy(() -> Model.read(description))
        .isInstanceOf(ModelException.class)
        .hasMessageStartingWith("Cannot read model " + description + ": ");
  }

  @Test
  void refusesEveryFlippedByteOfTheWeights() throws IOException {
    byte[] whole = Files.readAllBytes(weights);
    for (int i = 0; i < whole.length; i++) {
      byte[] flipped = whole.clone();
      flipped[i] ^= 0x10;
      Files.write(weights, flipped);
      assertRefused("half-written or edited");
    }
  }

  @Test
  void refusesWeightsCutOff() throws IOException {
    Files.write(weights, Arrays.copyOf(Files.readAllBytes(weights), 100));
    assertRefused("weights.safetensors is not the file that model.json describes");
  }

  @Test
  void refusesADescriptionCutOffAnywhere() throws IOException {
    byte[] whole = Files.readAllBytes(description);
    // The last byte is the line feed behind the object, which says nothing.
    for (int length = 0; length < whole.length - 1; length++) {
      Files.write(description, Arrays.copyOf(whole, length));
      assertRefused("model.json: ");
    }
  }

  @Test
  void refusesANewerFormat() throws IOException {
    edit("\"format\": 4,", "\"format\": 7, \"a key of that format\": 3,");
    assertRefused("model.json: format 7 is newer than this Tributary reads (4)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "format": 4,             | "format": 0,            | format 0 is older than this Tributary reads (4)
          "format": 4,             | "format": "2",          | format is "2" (expected an integer of 32 bits)
          "format": 4,             | "format": 4, "x": 2,    | unknown key x (expected format, fingerprint, tributary,
          "format": 4,             | "format": 4, "format": 4, | Duplicate
          "precision": "float32"   | "precision": "float16"  | precision is float16 (expected float32, float64)
          "precision": "float32"   | "precision": "float64"  | theta.1 is F32 of the shape [4, 6] (expected F64
          "units": 4               | "units": 5              | theta.1 is F32 of the shape [4, 6] (expected F32 of [5, 6])
          "units": 4               | "units": 2000000000     | more than 2^31 - 1 parameters
          "units": 4,              | "units": 4, "bias": 1,  | unknown key topology.hidden[0].bias
          "relu"                   | "swish"                 | topology.hidden[0].activation is swish (expected sigmoid,
          "outputs": 3             | "outputs": 4            | 4 outputs for 3 classes
          "width": 4               | "width": 2147483647     | 2147483648 cells up to pixels (expected 2^31 - 1 at most)
          "width": 4               | "width": 9              | 10 cells of the features (expected 7 at most for the network)
          "kind": "number"         | "kind": "letter"        | features[0] is of the kind letter (expected number, boolean, date or category)
          "kind": "number"         | "kind": "a\\nb"          | features[0] is of the kind "a\\nb" (expected number, boolean, date or category)
          "kind": "number"         | "kind": "category"      | features[0].categories is missing
          "width": 4               | "width": 0              | Invalid feature pixels: width 0
          "kind": "standardization" | "kind": "quantiles"    | preparation[0].kind is quantiles (expected identity, standardization, log_scaling, robust_scaling, piecewise_linear, missing_indicator, one_hot); the model was written by Tributary 0.1.0: read it with that version or a newer one
          "kind": "standardization" | "kind": "STANDARDIZATION" | preparation[0].kind is STANDARDIZATION (expected identity, standardization,
          "kind": "standardization" | "kind": null           | preparation[0].kind is null (expected a text)
          "kind": "standardization" | "kind": "identity"     | the tensor preparation.0.mean belongs to nothing that model.json describes
          "kind": "standardization", | ``                    | preparation[0].kind is missing
          [ "größe", "pixels" ]    | [ "größe", "pixel" ]    | preparation[0].columns: there is no column pixel (expected of größe, pixels)
          [ "größe", "pixels" ]    | [ "größe", "größe" ]    | preparation[0].columns: column größe is named twice (expected once)
          [ "größe", "pixels" ]    | [ ]                     | preparation[0].columns: no column is named (expected 1 or more)
          [ "größe", "pixels" ]    | [ "größe", 7 ]          | preparation[0].columns is 7 (expected a text)
          [ "größe", "pixels" ]    | "pixels"                | preparation[0].columns is "pixels" (expected an array)
          "values": { }            | "values": { "mean": ["0"] } | unknown key preparation[0].values.mean (expected none)
          "values": { }            | "values": [ ]           | preparation[0].values is [] (expected an object)
          "values": { }            | "values": { }, "order": 1 | unknown key preparation[0].order (expected kind, columns, values)
          "preparation": [         | "preparation": [ 1,     | preparation[0] is 1 (expected an object)
          "preparation": [         | "preparation": [ {"kind": "identity", "columns": ["größe"], "values": {}}, | the tensor preparation.1.mean is missing
          "preparation": [         | "preparation": 5, "x": [ | preparation is 5 (expected an array)
          "kind": "classes"        | "kind": "ranks"         | outcome.kind is ranks (expected classes or numbers)
          "weightColumn": "w"      | "weightColumn": 3       | weightColumn is 3 (expected a text)
          "trained": "2026         | "trained": "26          | provenance.trained is 26-01-31
          "log loss": 0.1          | "log loss": "low"       | provenance.measures.log loss is "low" (expected a number)
          "configuration": {       | "configuration": 3, "a": { | provenance.configuration is 3 (expected an object)
          "score": 0.9             | "scores": 0.9           | unknown key curve[1].scores
          "seed": -                | "seed": 9               | provenance.seed is 99223372036854775808
          "file": "weights.safe    | "file": "../safe        | weights.file is ../safetensors (expected weights.safetensors)
          """)
  void refusesADescriptionThatMakesNoSense(String from, String to, String reason)
      throws IOException {
    forge(from, to);
    assertRefused(reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"seed\": 9          | \"seed\": 8",
        "\"width\": 4         | \"width\":  4",
        "\"accuracy\": 0.     | \"accuracy\": 1.",
        "\"epochs\": 40       | \"epochs\": 41"
      })
  void refusesAnEditedDescription(String from, String to) throws IOException {
    edit(from, to);
    assertRefused("model.json: the file was changed after it was written (fingerprint ");
  }

  @Test
  void refusesEveryFlippedByteOfTheDescription() throws IOException {
    byte[] whole = Files.readAllBytes(description);
    for (int i = 0; i < whole.length; i++) {
      byte[] flipped = whole.clone();
      flipped[i] ^= 0x01;
      Files.write(description, flipped);
      assertRefused("model.json: ");
    }
  }

  @Test
  void refusesAnOlderFormat() throws IOException {
    edit("\"format\": 4,", "\"format\": 2,");
    assertRefused("model.json: format 2 is older than this Tributary reads (4); train the model");
  }

  @Test
  void refusesATensorTooMany() throws IOException, NoSuchAlgorithmException {
    Map<String, Tensor> tensors = decoded();
    tensors.put("theta.3", new Tensor(Tensor.Type.F32, List.of(1), new double[1]));
    resign(Safetensors.encode(tensors));
    assertRefused(
        "weights.safetensors: the tensor theta.3 belongs to nothing that model.json describes");
  }

  @Test
  void refusesATensorTooFew() throws IOException, NoSuchAlgorithmException {
    Map<String, Tensor> tensors = decoded();
    tensors.remove("theta.2");
    resign(Safetensors.encode(tensors));
    assertRefused("weights.safetensors: the tensor theta.2 is missing");
  }

  @Test
  void refusesAWeightThatIsNotANumber() throws IOException, NoSuchAlgorithmException {
    Map<String, Tensor> tensors = decoded();
    tensors.get("theta.1").values()[7] = Double.NaN;
    resign(Safetensors.encode(tensors));
    assertRefused("theta.1[1, 1] is NaN");
  }

  @ParameterizedTest
  @CsvSource({
    "deviation, 0, the deviation of pixels[1] is 0.0 (expected a finite number above 0)",
    "deviation, -1, the deviation of pixels[1] is -1.0 (expected a finite number above 0)",
    "deviation, NaN, the deviation of pixels[1] is NaN (expected a finite number above 0)",
    "deviation, Infinity, the deviation of pixels[1] is Infinity (expected a finite number above 0)",
    "mean, NaN, the mean of pixels[1] is NaN (expected a finite number)",
    "mean, -Infinity, the mean of pixels[1] is -Infinity (expected a finite number)",
  })
  void refusesAPreparationThatMakesNoNumbers(String name, double value, String reason)
      throws IOException, NoSuchAlgorithmException {
    Map<String, Tensor> tensors = decoded();
    tensors.get("preparation.0." + name).values()[2] = value;
    resign(Safetensors.encode(tensors));
    assertRefused("weights.safetensors: preparation[0], standardization: " + reason);
  }

  @ParameterizedTest
  @CsvSource({
    "F64, 4, 'preparation[0], standardization: mean has 4 numbers (expected 5)'",
    "F64, 6, 'preparation[0], standardization: mean has 6 numbers (expected 5)'",
    "F32, 5, 'the tensor preparation.0.mean is F32 of the shape [5] (expected F64 of one dimension)'",
  })
  void refusesNumbersOfAnotherShape(Tensor.Type type, int length, String reason)
      throws IOException, NoSuchAlgorithmException {
    Map<String, Tensor> tensors = decoded();
    tensors.put("preparation.0.mean", new Tensor(type, List.of(length), new double[length]));
    resign(Safetensors.encode(tensors));
    assertRefused("weights.safetensors: " + reason);
  }

  @Test
  void refusesAPreparationWithoutItsNumbers() throws IOException, NoSuchAlgorithmException {
    Map<String, Tensor> tensors = decoded();
    tensors.remove("preparation.0.deviation");
    resign(Safetensors.encode(tensors));
    assertRefused("weights.safetensors: the tensor preparation.0.deviation is missing");
  }

  @Test
  void refusesFeaturesOfAnySizeWithoutTakingMemoryForThem() throws IOException {
    forge("\"width\": 4", "\"width\": 2000000000");
    assertRefused("2000000001 cells of the features (expected 7 at most for the network)");
  }

  @Test
  void refusesAFileOfAnotherKindUnderTheRightDigest() throws IOException, NoSuchAlgorithmException {
    resign("not safetensors at all".getBytes(StandardCharsets.UTF_8));
    assertRefused("weights.safetensors: damaged or cut off");
  }

  private Map<String, Tensor> decoded() throws IOException {
    return new LinkedHashMap<>(Safetensors.decode(Files.readAllBytes(weights)));
  }
}
