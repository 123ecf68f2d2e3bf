package taskgrid.grid.wire;

/** What a member can be asked. The order is the wire code: append only. */
public enum Call {
  /** To the owner of a batch: here are results; answered when they are in the log. */
  DELIVER,
  /** To a member: which claims do you hold in these partitions? */
  HELD,
  /** To a member: what is new in a job? May be parked. */
  PULL,
  /** To a member: the counts of a job. */
  PROGRESS,
  /** To a member: how are you? */
  MEMBER,
  /** To a member: give me tasks that I may run. */
  CLAIM,
  /** To the owner of a batch: tasks that I was given and have not begun. */
  GIVE_BACK,
  /** To a member: the submitter of a job lives. */
  ALIVE,
  /** To a member: what have you still of a job? */
  REMAINS,
  /** To a member: leave in order. Answered when it begins to. */
  DRAIN,
  /** To a member: which lines of a job have you, as batches or as logs? */
  LINES,
  /** To a member: what do you see of a job, and of one line of it? */
  LOOK,
  /** To a member: of which jobs have you batches or logs? */
  JOBS,
  /** To a member: here is a piece of the files that a job ships. Answered with what comes next. */
  BUNDLE_WRITE,
  /** To a member: give me a piece of the files that a job ships. */
  BUNDLE_READ,
  /** To a member: you will need these files. Answered at once with how far it is with them. */
  BUNDLE_NEED,
  /** To the owner of a job's facts: these permits of it I hold, and so many more I could use. */
  PERMITS,
  /** To a member: which permits of a job do you hold? */
  PERMITS_HELD;

  private static final Call[] BY_CODE = values();

  static Call of(int code) {
    if (code < 0 || code >= BY_CODE.length) {
      throw new IllegalArgumentException("call " + code + " is not known to this member");
    }
    return BY_CODE[code];
  }
}
