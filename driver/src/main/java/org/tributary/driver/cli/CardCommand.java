package org.tributary.driver.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.tributary.driver.export.ModelCard;
import org.tributary.driver.store.ModelStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code tributary card}: prints a model card without starting Spark. */
@Command(
    name = "card",
    description = "Print a model card in Markdown.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class)
final class CardCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "MODEL", description = "The model's directory.")
  private String path;

  @Parameters(
      index = "1..*",
      paramLabel = "KEY=VALUE",
      description = "Settings of spark.hadoop.* for the file system of the model.")
  private List<String> settings = List.of();

  private final Terminal terminal = new Terminal(System.out, System.err);

  @Override
  public Integer call() {
    String card = ModelCard.of(path, ModelStore.load(path, Sessions.fileSystems(settings)));
    terminal.print(card.stripTrailing());
    return ExitCode.OK.code();
  }
}
