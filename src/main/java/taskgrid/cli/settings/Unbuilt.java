package taskgrid.cli.settings;

/** Marks an option that is known and refused until it is built. */
public enum Unbuilt {
  MARK
}
