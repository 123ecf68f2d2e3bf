package taskgrid.cli.terminal;

import java.util.Locale;

/** Progress in words and as a bar. A pure function of what is to be shown and how wide. */
public final class ProgressText {
  private static final int WIDEST_BAR = 40;
  private static final int NARROWEST_BAR = 4;

  private ProgressText() {}

  /** One line that never reaches the last column, so that no terminal wraps it. */
  public static String bar(ProgressView view, int width) {
    String words = words(view);
    int room = Math.min(WIDEST_BAR, width - 1 - words.length() - 3);
    String line = view.total() > 0 && room >= NARROWEST_BAR ? drawn(view, room) + words : words;
    return line.substring(0, Math.max(0, Math.min(line.length(), width - 1)));
  }

  /** A bar of a given number of characters between brackets, as in {@code [####....]}. */
  public static String bar(long done, long total, int characters) {
    long full = total <= 0 ? 0 : Math.min(characters, done * characters / total);
    return "[" + "#".repeat((int) full) + ".".repeat((int) (characters - full)) + "]";
  }

  /** The same without a bar, for logs and pipes. */
  public static String words(ProgressView view) {
    StringBuilder line = new StringBuilder();
    boolean known = view.total() >= 0;
    String about = view.exact() ? "" : "~";
    if (known) {
      line.append(percent(view.done(), view.total())).append("% ");
    }
    line.append(view.done())
        .append('/')
        .append(known ? about + view.total() : "?")
        .append(" tasks");
    line.append(", ").append(rate(view.perSecond())).append("/s");
    if (known) {
      line.append(", ETA ").append(eta(view));
    }
    line.append(", ").append(view.failed()).append(" failed");
    line.append(", ").append(view.members()).append(" members");
    return view.note().isEmpty() ? line.toString() : line + ", " + view.note();
  }

  /** An integer without separators; one decimal under 10. */
  public static String rate(double perSecond) {
    return perSecond < 9.95
        ? String.format(Locale.ROOT, "%.1f", perSecond)
        : String.format(Locale.ROOT, "%.0f", perSecond);
  }

  /** Never 100 before the last task is done. */
  public static long percent(long done, long total) {
    return total <= 0 ? 100 : (long) Math.floor(100.0 * done / total);
  }

  private static String drawn(ProgressView view, int room) {
    return bar(view.done(), view.total(), room) + " ";
  }

  private static String eta(ProgressView view) {
    if (view.done() == 0) {
      return "?";
    }
    double left = (view.total() - view.done()) / view.perSecond();
    return clock((long) Math.ceil(left));
  }

  private static String clock(long seconds) {
    return seconds < 3600
        ? String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60)
        : String.format(
            Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
  }
}
