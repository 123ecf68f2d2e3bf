package taskgrid.cli;

import java.util.Arrays;
import java.util.List;

/**
 * Which logs are shown. A member's log is its voice; other commands say what they have to say in
 * lines of their own, and a log between them would only repeat it at length. With --debug all show
 * it, and traces.
 */
final class Logs {
  /** The levels that config/log4j2.xml reads. */
  private static final List<String> LEVELS = List.of("taskgrid.log.level", "taskgrid.log.others");

  private Logs() {}

  /** To be called before anything logs. A level that somebody set stays. */
  static void choose(String[] words) {
    if (Arrays.asList(words).contains("--debug")) {
      // Asked for by config/log4j2.xml and by the connection.
      System.setProperty("taskgrid.debug", "true");
      System.setProperty("taskgrid.log.traces", "full");
      System.setProperty("taskgrid.log.level", "DEBUG");
    } else if (words.length == 0 || !words[0].equals("member")) {
      // Without a logger of Hazelcast's, Log4j is not even loaded: a good part of a quick start.
      System.setProperty("hazelcast.logging.type", "none");
      LEVELS.stream()
          .filter(level -> System.getProperty(level) == null)
          .forEach(level -> System.setProperty(level, "OFF"));
    }
  }
}
