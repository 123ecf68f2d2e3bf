package taskgrid.grid;

import taskgrid.grid.Grid.JobFacts;
import taskgrid.task.Stage;

/**
 * What a stage that has ended hands on to one that reads it.
 *
 * @param lastLine where those lines of the reading stage end that become of its tasks
 * @param each whether each of its values is a task of the reading stage; if not, those are counted
 *     by their lines
 */
public record HandedOn(long lastLine, boolean each) {

  /**
   * @param ended the stage that is read, sealed
   * @param reading the stage that reads it
   */
  public static HandedOn of(JobFacts ended, JobFacts reading) {
    Stage from = ended.options().stage();
    Stage to = reading.options().stage();
    boolean one = from == null || !from.flat();
    boolean all = to == null || to.when() == null;
    long last = ended.lastLine();
    return new HandedOn(from == null ? last : from.lastBehind(last), one && all);
  }
}
