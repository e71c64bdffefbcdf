package io.gantry.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// A new version takes over from the old one while clients go on asking.
@ExtendWith(SuiteExtension.class)
class UpdateIT {

    private static final int CLIENTS = 4;

    @Test
    void shouldFailNoRequestDuringAnUpdate(RunningSuite suite) {
        SampleModel model = new SampleModel(suite, "updated");
        model.register(1);
        model.awaitServing();
        ProcessHandle before = model.processes().getFirst();

        Map<Integer, AtomicInteger> answers = new ConcurrentHashMap<>();
        AtomicBoolean stop = new AtomicBoolean();
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            IntStream.range(0, CLIENTS).forEach(client -> clients.execute(() -> {
                while (!stop.get()) {
                    answers.computeIfAbsent(model.embed().status(), status -> new AtomicInteger()).incrementAndGet();
                }
            }));
            try {
                // When the predictor changes
                var update = suite.registry("PUT", "/v1/models/default/updated", model.registration(1, "2"));
                assertThat(update.status()).isEqualTo(200);

                // Then the old process goes, after a new one came
                await("the old process is gone").atMost(SampleModel.PATIENCE)
                        .until(() -> !before.isAlive());
                int soFar = answers.get(200).get();
                await("the new one answers").atMost(SampleModel.PATIENCE).until(() -> answers.get(200).get() > soFar + 20);
            } finally {
                stop.set(true);
            }
        }

        assertThat(answers.keySet()).as("statuses of all answers: %s", answers).containsExactly(200);
        model.delete();
    }
}
