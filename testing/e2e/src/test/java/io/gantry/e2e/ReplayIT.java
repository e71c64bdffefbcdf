package io.gantry.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gantry.events.Topic;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Old events that come again, in any order, change nothing.
@ExtendWith(SuiteExtension.class)
class ReplayIT {

    @Test
    void shouldNotBeMovedByReplayedEvents(RunningSuite suite) {
        // Given one model that serves and one that was deleted
        SampleModel kept = suite.model("kept");
        kept.register(1);
        kept.awaitServing();
        SampleModel deleted = suite.model("deleted");
        deleted.register(1);
        deleted.awaitServing();
        deleted.delete();
        await("the model is gone")
                .atMost(SampleModel.PATIENCE)
                .until(() -> deleted.embed().status() == 404);
        await("its process is gone")
                .atMost(SampleModel.PATIENCE)
                .until(() -> pids(deleted).isEmpty());
        List<Long> pids = pids(kept);

        // When every state event comes twice more, shuffled, and a new model makes its way behind
        // them
        try (Publisher kafka = new Publisher(suite.kafka())) {
            List<ConsumerRecord<String, byte[]>> history = history(suite.kafka());
            history.addAll(List.copyOf(history));
            Collections.shuffle(history, new Random(7));
            kafka.replay(history);
        }
        SampleModel after = suite.model("after-replay");
        after.register(1);
        after.awaitServing();

        // Then the kept model's process is the same and the deleted one stays away
        assertThat(kept.embed().status()).isEqualTo(200);
        assertThat(pids(kept)).isEqualTo(pids);
        assertThat(deleted.embed().status()).isEqualTo(404);
        assertThat(pids(deleted)).isEmpty();
        kept.delete();
        after.delete();
    }

    private static List<Long> pids(SampleModel model) {
        return model.processes().stream().map(ProcessHandle::pid).toList();
    }

    private static List<ConsumerRecord<String, byte[]>> history(String kafka) {
        return TopicHistory.of(
                kafka, Arrays.stream(Topic.values()).filter(Topic::compacted).toList());
    }
}
