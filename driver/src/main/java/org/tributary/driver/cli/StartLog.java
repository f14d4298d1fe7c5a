package org.tributary.driver.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.Appender;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;

/**
 * Buffers log events while Spark starts. After a successful start they are logged. After a failed
 * start they are discarded, because the reason is reported as a message that stack traces would
 * hide.
 */
final class StartLog implements AutoCloseable {
  private final LoggerContext context;
  private final LoggerConfig root;
  private final Map<String, Appender> appenders;
  private final Held held = new Held();
  private boolean discarded;

  private StartLog(LoggerContext context) {
    this.context = context;
    this.root = context.getConfiguration().getRootLogger();
    this.appenders = new LinkedHashMap<>(root.getAppenders());
    held.start();
    appenders.keySet().forEach(root::removeAppender);
    root.addAppender(held, null, null);
    context.updateLoggers();
  }

  /** Starts buffering; empty if logging is not log4j's, or if stack traces are to be shown. */
  static Optional<StartLog> hold() {
    return !StackTraces.areShown() && LogManager.getContext(false) instanceof LoggerContext context
        ? Optional.of(new StartLog(context))
        : Optional.empty();
  }

  /** Returns the message of the latest error. */
  Optional<String> lastError() {
    return held.lastError();
  }

  /** Discards the buffered events. */
  void discard() {
    discarded = true;
  }

  /** Stops buffering and logs the buffered events, unless they are discarded. */
  @Override
  public void close() {
    root.removeAppender(held.getName());
    appenders.values().forEach(appender -> root.addAppender(appender, null, null));
    context.updateLoggers();
    held.stop();
    if (!discarded) {
      held.events().forEach(event -> appenders.values().forEach(a -> a.append(event)));
    }
  }

  /** Keeps events in memory. */
  private static final class Held extends AbstractAppender {
    private final List<LogEvent> events = new ArrayList<>();

    Held() {
      super("start", null, null, true, Property.EMPTY_ARRAY);
    }

    @Override
    public synchronized void append(LogEvent event) {
      events.add(event.toImmutable());
    }

    synchronized List<LogEvent> events() {
      return List.copyOf(events);
    }

    synchronized Optional<String> lastError() {
      return events.stream()
          .filter(event -> event.getLevel().isMoreSpecificThan(Level.ERROR))
          .map(
              event ->
                  event.getThrown() == null
                      ? event.getMessage().getFormattedMessage()
                      : SparkSettings.firstLine(Failures.rootCause(event.getThrown())))
          .reduce((first, second) -> second);
    }
  }
}
