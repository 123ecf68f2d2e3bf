package taskgrid.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import taskgrid.task.TaskNumbers;

/**
 * What became of a job, or of some tasks of it, by {@code job cancel}.
 *
 * @param tasks null for the whole job
 * @param state of the job
 * @param hadEnded whether the job had ended before, so that nothing was changed
 */
record CancelAnswer(String id, @Nullable TaskNumbers tasks, String state, boolean hadEnded)
    implements Shown {
  @Override
  public List<String> table() {
    if (hadEnded) {
      return List.of("job " + id + " had ended already: " + state);
    }
    return List.of("job " + id + ": cancelling" + (tasks == null ? "" : " tasks " + tasks));
  }

  @Override
  public void json(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", id);
    json.writeStringField("tasks", tasks == null ? null : tasks.toString());
    json.writeStringField("state", state);
    json.writeBooleanField("hadEnded", hadEnded);
    json.writeEndObject();
  }

  @Override
  public List<String> quiet() {
    return List.of();
  }
}
