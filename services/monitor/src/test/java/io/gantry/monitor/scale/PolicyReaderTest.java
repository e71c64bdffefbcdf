package io.gantry.monitor.scale;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.autoscale.knative.Aggregation;
import io.gantry.autoscale.knative.AutoscalerSettings;
import io.gantry.monitor.Samples;
import io.gantry.monitor.Settings;
import io.gantry.monitor.signal.ScaleMetric;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PolicyReaderTest {

    @Test
    void shouldFollowEveryAnnotationOfKnatives() {
        RevisionPolicy policy =
                read(
                        """
                        {'annotations':{
                          'autoscaling.knative.dev/class':'kpa.autoscaling.knative.dev',
                          'autoscaling.knative.dev/metric':'rps',
                          'autoscaling.knative.dev/metric-aggregation-algorithm':'weightedExponential',
                          'autoscaling.knative.dev/target':'50',
                          'autoscaling.knative.dev/target-utilization-percentage':'80',
                          'autoscaling.knative.dev/target-burst-capacity':'-1',
                          'autoscaling.knative.dev/min-scale':'2',
                          'autoscaling.knative.dev/max-scale':'9',
                          'autoscaling.knative.dev/initial-scale':'3',
                          'autoscaling.knative.dev/activation-scale':'4',
                          'autoscaling.knative.dev/scale-down-delay':'2m',
                          'autoscaling.knative.dev/window':'40s',
                          'autoscaling.knative.dev/panic-window-percentage':'20',
                          'autoscaling.knative.dev/panic-threshold-percentage':'150',
                          'autoscaling.knative.dev/scale-to-zero-pod-retention-period':'1m5s'}}\
                        """);

        assertThat(policy.notes()).isEmpty();
        assertThat(policy.leftAlone()).isEmpty();
        assertThat(policy.metric()).isEqualTo(ScaleMetric.RPS);
        assertThat(policy.measuring().aggregation()).isEqualTo(Aggregation.WEIGHTED_EXPONENTIAL);
        assertThat(policy.panicWindow()).isEqualTo(Duration.ofSeconds(8));
        assertThat(policy.bounds()).isEqualTo(new Bounds(2, 9));
        assertThat(policy.initialScale()).isEqualTo(3);
        assertThat(policy.toZero().retention()).isEqualTo(Duration.ofSeconds(65));
        assertThat(policy.kpa().target()).isEqualTo(40);
        assertThat(policy.kpa().total()).isEqualTo(50);
        assertThat(policy.kpa().targetBurstCapacity()).isEqualTo(-1);
        assertThat(policy.kpa().activationScale()).isEqualTo(4);
        assertThat(policy.kpa().scaleDownDelay()).isEqualTo(Duration.ofMinutes(2));
        assertThat(policy.kpa().stableWindow()).isEqualTo(Duration.ofSeconds(40));
        assertThat(policy.kpa().panicThreshold()).isEqualTo(1.5);
    }

    @Test
    void shouldTellAnnotationsThatItDoesNotKnowOrCannotRead() {
        RevisionPolicy policy =
                read(
                        """
                        {'annotations':{
                          'autoscaling.knative.dev/maxScale':'4',
                          'autoscaling.knative.dev/max-scales':'5',
                          'autoscaling.knative.dev/metric-aggregation-algorithm':'median',
                          'autoscaling.knative.dev/window':'1s'}}\
                        """);

        assertThat(policy.bounds().max()).isEqualTo(4);
        assertThat(policy.measuring().aggregation()).isEqualTo(Aggregation.LINEAR);
        assertThat(policy.notes())
                .containsExactlyInAnyOrder(
                        "annotation autoscaling.knative.dev/max-scales is not known",
                        "autoscaling.knative.dev/metric-aggregation-algorithm = median must be one of linear, weightedExponential",
                        "autoscaling.knative.dev/window = 1s must be in [6s, 1h]");
    }

    @Test
    void shouldTakeTheLeastReplicasOfTheConfigMapWhereAServiceSaysNothing() {
        AutoscalerSettings settings =
                AutoscalerSettings.DEFAULTS.with(Map.of("min-scale", "3", "max-scale", "5"));

        assertThat(read(settings, "{}").bounds()).isEqualTo(new Bounds(3, 5));
        assertThat(read(settings, "{'minReplicas':0}").bounds()).isEqualTo(new Bounds(0, 5));
        assertThat(read("{}").bounds()).isEqualTo(new Bounds(1, 0));
    }

    private static RevisionPolicy read(String predictor) {
        return read(AutoscalerSettings.DEFAULTS, predictor);
    }

    private static RevisionPolicy read(AutoscalerSettings settings, String predictor) {
        var service = Samples.service("m", 1, predictor);
        return new PolicyReader(settings, PodMetrics.LlmDefaults.of(Settings.defaults().llm()))
                .read(service, service.revisions().getFirst());
    }
}
