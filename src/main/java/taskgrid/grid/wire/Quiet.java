package taskgrid.grid.wire;

/** Whether Hazelcast talks in a submitter's process: only when somebody debugs. */
public final class Quiet {
  /** The system property that --debug sets. */
  public static final String DEBUG = "taskgrid.debug";

  private Quiet() {}

  public static String loggingType() {
    return Boolean.getBoolean(DEBUG) ? "log4j2" : "none";
  }
}
