package taskgrid.function;

/** Says that there is no such function, and what was probably meant. */
final class UnknownFunction {
  private UnknownFunction() {}

  static InvalidTask named(String name, FunctionSource functions) {
    String nearest =
        NearestName.of(name, functions.all().stream().map(TaskFunction::name).toList());
    return new InvalidTask(
        "unknown function "
            + Quote.text(name)
            + (nearest == null ? hint(name) : ", did you mean \"" + nearest + "\"?"));
  }

  private static String hint(String name) {
    if (name.startsWith("#")) {
      return ", a comment has no blanks before its #";
    }
    if (name.startsWith("{")) {
      return ", a JSON line has no blanks before its {";
    }
    return name.contains("|") ? ", the steps of a chain have a blank on each side of the |" : "";
  }
}
