package taskgrid.bundle;

/** Tells links that lead to something else in the same archive from those that lead out of it. */
final class InsideLinks {
  private InsideLinks() {}

  /**
   * Whether a link stays inside, wherever the archive is unpacked. Its target may climb only at its
   * beginning: what climbs after a name may climb from where another link has led to.
   *
   * @param name of the link, from the archive's root
   * @param target as the link has it
   */
  static boolean stays(String name, String target) {
    if (target.isEmpty() || target.startsWith("/")) {
      return false;
    }
    int depth = name.split("/").length - 1;
    boolean climbs = true;
    for (String step : target.split("/")) {
      if (step.equals("..")) {
        depth--;
        if (!climbs || depth < 0) {
          return false;
        }
      } else if (!step.isEmpty() && !step.equals(".")) {
        climbs = false;
      }
    }
    return true;
  }
}
