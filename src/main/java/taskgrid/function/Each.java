package taskgrid.function;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Makes a command of every line and has the shell run it. */
final class Each implements TaskFunction {
  private final String name;
  private final Template template;
  private final TaskFunction shell;

  /**
   * @param name the template as it was written
   */
  Each(String name, Template template, TaskFunction shell) {
    this.name = name;
    this.template = template;
    this.shell = shell;
  }

  /** The command for a line. */
  byte[] command(byte[] line, long task) {
    return template.fill(line, task);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String apply(String input, TaskContext context) throws Exception {
    return Utf8.decode(applyBytes(input.getBytes(UTF_8), context));
  }

  @Override
  public byte[] applyBytes(byte[] input, TaskContext context) throws Exception {
    return shell.applyBytes(command(input, context.task()), context);
  }

  @Override
  public void check(byte[] argument) throws InvalidTask {
    shell.check(template.fill(argument, 1));
  }
}
