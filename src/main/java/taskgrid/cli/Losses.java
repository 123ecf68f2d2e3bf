package taskgrid.cli;

/** What is said when results cannot be shown. */
final class Losses {
  private Losses() {}

  static String dropped(String job, long count) {
    return "job " + job + ": " + count + " results were dropped before they could be read";
  }

  static String lost(String job, long count) {
    return "job " + job + ": " + count + " tasks are lost; submit their lines again";
  }
}
