package taskgrid.task;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When a job ends early because too many of its tasks failed: written {@code soon,fail=3} or {@code
 * now,fail=10%}.
 *
 * @param now whether running tasks are stopped too; else they may end, and only no more are started
 * @param fail how many must have failed, from 1; or with percent 1 to 100
 * @param percent whether {@code fail} is per cent of the tasks that have succeeded or failed
 */
public record Halt(boolean now, int fail, boolean percent) {
  /** Of a few tasks a single one may be many per cent. */
  private static final long LEAST_FOR_PERCENT = 3;

  private static final Pattern FORM = Pattern.compile("(now|soon),fail=([0-9]{1,9})(%?)");

  /**
   * Reads what {@link #toString} wrote, or a person.
   *
   * @throws IllegalArgumentException if it is nothing of the kind; its message says what is wrong
   */
  public static Halt parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is not now or soon, a comma, and fail=N or fail=N%");
    }
    int fail = Integer.parseInt(matcher.group(2));
    boolean percent = !matcher.group(3).isEmpty();
    if (fail < 1 || (percent && fail > 100)) {
      throw new IllegalArgumentException(
          "'" + text + "': fail= needs a number from 1" + (percent ? "% to 100%" : ""));
    }
    return new Halt(matcher.group(1).equals("now"), fail, percent);
  }

  /** Whether enough tasks have failed. */
  public boolean isReached(long succeeded, long failed) {
    return percent
        ? failed >= LEAST_FOR_PERCENT && failed * 100 >= fail * (succeeded + failed)
        : failed >= fail;
  }

  /** Why tasks that did not run are cancelled. */
  public String reason(long succeeded, long failed) {
    long done = succeeded + failed;
    return "halted: " + failed + " of " + done + " tasks failed (--halt " + this + ")";
  }

  @Override
  public String toString() {
    return (now ? "now" : "soon") + ",fail=" + fail + (percent ? "%" : "");
  }
}
