package taskgrid.grid.layout;

/** The number that members and submitters compare before they speak: equal, or one leaves. */
public final class Protocol {
  /** Grows whenever a message, a key, a fact or a layout changes so that an older reader errs. */
  public static final int VERSION = 5;

  private Protocol() {}
}
