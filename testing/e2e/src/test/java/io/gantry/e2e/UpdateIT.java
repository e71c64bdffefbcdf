package io.gantry.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// A new version takes over from the old one while clients go on asking.
@ExtendWith(SuiteExtension.class)
class UpdateIT {

    private static final int CLIENTS = 4;

    @Test
    void shouldFailNoRequestDuringAnUpdate(RunningSuite suite) {
        SampleModel model = suite.model("updated");
        model.register(1);
        model.awaitServing();
        ProcessHandle before = model.processes().getFirst();

        AtomicInteger answered = new AtomicInteger();
        Map<Integer, Api.Answer> failures = new ConcurrentHashMap<>();
        AtomicBoolean stop = new AtomicBoolean();
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int client = 0; client < CLIENTS; client++) {
                clients.execute(() -> {
                    while (!stop.get()) {
                        Api.Answer answer = model.embed();
                        if (answer.status() == 200) {
                            answered.incrementAndGet();
                        } else {
                            failures.put(answer.status(), answer);
                        }
                    }
                });
            }
            try {
                // When the predictor changes
                var update =
                        suite.registry(
                                "PUT", "/v1/models/default/updated", model.registration(1, "2"));
                assertThat(update.status()).isEqualTo(200);

                // Then the old process goes, after a new one came
                await("the old process is gone")
                        .atMost(SampleModel.PATIENCE)
                        .until(() -> !before.isAlive());
                int soFar = answered.get();
                await("the new one answers")
                        .atMost(SampleModel.PATIENCE)
                        .until(() -> answered.get() > soFar + 20);
            } finally {
                stop.set(true);
            }
        }

        assertThat(failures).as("failures besides %d answers", answered.get()).isEmpty();
        model.delete();
    }
}
