package taskgrid.job;

import java.util.UUID;
import taskgrid.grid.Grid.PullReply;

/** The terms of a submitter that leaves the results in the grid. */
final class HeadersOnly implements PullTerms {
  @Override
  public boolean mayPull() {
    return true;
  }

  @Override
  public boolean withBytes() {
    return false;
  }

  @Override
  public boolean patient() {
    return true;
  }

  @Override
  public long head() {
    return 0;
  }

  @Override
  public void received(UUID member, PullReply reply) {
    // The submitter has heard all that it wants to know.
  }
}
