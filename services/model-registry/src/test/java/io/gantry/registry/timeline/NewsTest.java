package io.gantry.registry.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.events.ArtifactCached;
import io.gantry.events.ArtifactProgressed;
import io.gantry.events.Endpoint;
import io.gantry.events.Failure;
import io.gantry.events.FailureReason;
import io.gantry.events.PredictorObserved;
import io.gantry.events.PredictorObserved.Phase;
import io.gantry.events.PredictorRemoved;
import io.gantry.events.ScalingDecided;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NewsTest {

    private final News news = new News();

    @Test
    void shouldTellOfADownloadOnceUntilItIsOver() {
        assertThat(news.is(progressed("node-1", 10))).isTrue();
        assertThat(news.is(progressed("node-1", 20))).isFalse();
        assertThat(news.is(progressed("node-2", 20))).isTrue();
        assertThat(news.is(new ArtifactCached("a", "node-1", "s3://m", 3, "/c", "ab", 9, 2, 5)))
                .isTrue();
        assertThat(news.is(progressed("node-1", 30))).isTrue();
    }

    @Test
    void shouldTellOfAPredictorWhatPeopleWouldSee() {
        assertThat(news.is(predictor(1, Phase.LOADING, 0, null))).isTrue();
        assertThat(news.is(predictor(2, Phase.LOADING, 0, null))).isFalse();
        assertThat(news.is(predictor(3, Phase.READY, 1, null))).isTrue();
        assertThat(news.is(predictor(4, Phase.READY, 2, null))).isTrue();
        Failure failure = Failure.of(FailureReason.MODEL_LOAD_FAILED, "no file", "put one there");
        assertThat(news.is(predictor(5, Phase.FAILED, 0, failure))).isTrue();
        assertThat(news.is(predictor(6, Phase.FAILED, 0, failure))).isFalse();
        assertThat(news.is(new PredictorRemoved("n", "m", "m-00001", 7))).isTrue();
    }

    @Test
    void shouldTellOfScalingWhenTheNumberChanges() {
        assertThat(news.is(scaled(1, 2))).isTrue();
        assertThat(news.is(scaled(2, 2))).isFalse();
        assertThat(news.is(scaled(3, 0))).isTrue();
    }

    private static ArtifactProgressed progressed(String node, long done) {
        return new ArtifactProgressed("a", node, "s3://m", done, done, 100L, 1);
    }

    private static PredictorObserved predictor(
            long generation, Phase phase, int ready, @Nullable Failure failure) {
        List<Endpoint> endpoints =
                IntStream.range(0, ready)
                        .mapToObj(i -> new Endpoint("r" + i, "127.0.0.1", 4000 + i, "n", true, 9L))
                        .toList();
        return new PredictorObserved(
                "n", "m", "m-00001", generation, phase, 2, endpoints, "gantry-onnx", failure);
    }

    private static ScalingDecided scaled(long generation, int replicas) {
        return new ScalingDecided(
                "n", "m", "m-00001", generation, replicas, "because " + generation, Map.of());
    }
}
