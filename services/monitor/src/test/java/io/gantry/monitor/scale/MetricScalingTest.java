package io.gantry.monitor.scale;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.autoscale.hpa.Metric;
import io.gantry.autoscale.hpa.Target;
import io.gantry.autoscale.knative.Averages;
import io.gantry.autoscale.llm.Usual;
import io.gantry.monitor.Samples;
import io.gantry.monitor.Settings;
import io.gantry.monitor.scrape.PodReading;
import io.gantry.monitor.signal.TrafficMeter.Reading;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/// A revision by metrics after Kubernetes' rule, with what was known of them given.
class MetricScalingTest {

    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
    private static final String JOBS =
            "'annotations':{'autoscaling.knative.dev/metric':'jobs_open','autoscaling.knative.dev/target':'10'}";
    private static final String CPU =
            "'autoScaling':{'metrics':[{'type':'Resource','resource':{'name':'cpu','target':{'type':'Utilization','averageUtilization':80}}}]}";
    private static final String QUICK =
            "'behavior':{'scaleUp':{'policies':[{'type':'Pods','value':1,'periodSeconds':60}]},'scaleDown':{'stabilizationWindowSeconds':10}}";

    @Test
    void shouldFollowAnyMetricThatIsNamed() {
        RevisionScaler scaler = scaler(2, "{%s}".formatted(JOBS));

        Decision up = scaler.decide(at(0, 2, 1, jobs(22, 23)));
        assertThat(up.replicas()).isEqualTo(5);
        assertThat(up.reason()).isEqualTo("jobs_open is 45, at a target of 10 a replica.");
        assertThat(up.inputs()).containsEntry("metric", 45.0).containsEntry("metricTarget", 10.0);

        // For five minutes, as Kubernetes has it.
        Decision held = scaler.decide(at(290, 5, 1, jobs(1, 1, 1, 1, 1)));
        assertThat(held.replicas()).isEqualTo(5);
        assertThat(held.reason()).contains("stabilization window of scaling down");
        assertThat(scaler.decide(at(302, 5, 1, jobs(1, 1, 1, 1, 1))).replicas()).isEqualTo(1);
    }

    @Test
    void shouldTellTheMetricThatBound() {
        RevisionScaler scaler = scaler(2, "{%s,'maxReplicas':3}".formatted(CPU));
        Metric cpu = cpu(0.9, 0.96);
        Metric queue = new Metric.OfAll("the query q", new Target.AverageValue(10), 5);

        Decision decision = scaler.decide(at(0, 2, 1, queue, cpu));

        assertThat(decision.replicas()).isEqualTo(3);
        assertThat(decision.reason()).isEqualTo("cpu is at 93 % of its request, target 80 %.");
        assertThat(reason("{%s}".formatted(CPU), queue, cpu(0.1, 0.1)))
                .startsWith("the query q is 5, at a target of 10 a replica");
        assertThat(reason("{%s}".formatted(CPU), gib(3.1, 2)))
                .startsWith("memory is 3.1 GiB on average, at a target of 2.0 GiB a replica");
        assertThat(
                        reason(
                                "{%s}".formatted(CPU),
                                new Metric.OfReplicas(
                                        "gpu", new Target.AverageValue(80), List.of(93.0), 0)))
                .startsWith("gpu is at 93 % on average, target 80 %");
        assertThat(
                        reason(
                                "{%s}".formatted(CPU),
                                new Metric.OfAll("p95", new Target.Value(0.5), 0.75)))
                .startsWith("p95 is 0.75, at a target of 0.5.");
    }

    /// Not the requests that there are none of, as long as it may not go to zero.
    @Test
    void shouldTellTheMetricOfTheLastReplica() {
        RevisionScaler scaler = scaler(1, "{%s}".formatted(CPU));

        assertThat(scaler.decide(at(0, 1, 0, cpu(0.5))).reason())
                .isEqualTo("cpu is at 50 % of its request, target 80 %.");
    }

    @Test
    void shouldAddReplicasButTakeNoneWhileAMetricIsUnknown() {
        Metric unknown = new Metric.Unavailable("the query q", "is not answered");
        RevisionScaler scaler = scaler(4, "{%s}".formatted(CPU));
        for (int second = 0; second < 700; second += 10) {
            Decision held = scaler.decide(at(second, 4, 1, unknown, cpu(0.1, 0.1, 0.1, 0.1)));
            assertThat(held.replicas()).as("after %d s", second).isEqualTo(4);
            assertThat(held.reason()).contains("held because the query q is not answered");
        }

        Decision up = scaler.decide(at(700, 4, 1, unknown, cpu(0.9, 0.9, 0.9, 0.9)));
        assertThat(up.replicas()).isEqualTo(5);
        assertThat(reason("{%s}".formatted(CPU), unknown))
                .isEqualTo("the query q is not answered.");
    }

    @Test
    void shouldLetTheLargestOfMetricsAndRequestsWinWhereBothHaveTargets() {
        String both = "{%s,'containerConcurrency':10}".formatted(CPU);

        RevisionScaler scaler = scaler(2, both);
        assertThat(scaler.decide(at(0, 2, 40, cpu(0.1, 0.1))).replicas()).isEqualTo(6);
        assertThat(scaler.decide(at(2, 2, 1, cpu(4, 4))).reason()).startsWith("cpu is at 400 %");

        // Nobody has said how many requests a replica carries.
        RevisionScaler cpuOnly = scaler(2, "{%s}".formatted(CPU));
        assertThat(cpuOnly.decide(at(0, 2, 400, cpu(0.8, 0.8))).replicas()).isEqualTo(2);
    }

    /// What the manifest says of the pace holds for all that asks for replicas.
    @Test
    void shouldFollowRequestsAtThePaceOfTheManifest() {
        RevisionScaler scaler =
                scaler(1, "{'containerConcurrency':10,'autoScaling':{%s}}".formatted(QUICK));

        Decision first = scaler.decide(at(0, 1, 70));
        assertThat(first.replicas()).isEqualTo(2);
        assertThat(first.reason()).contains("limited by the policies of scaling up");
        assertThat(scaler.decide(at(30, 2, 70)).replicas()).isEqualTo(2);
        assertThat(scaler.decide(at(61, 2, 70)).replicas()).isEqualTo(3);
    }

    @Test
    void shouldLeaveTheWayToZeroAndBackToTheRequests() {
        RevisionScaler scaler = scaler(1, "{'minReplicas':0,%s}".formatted(CPU));
        int zeroAt = 0;
        for (int second = 0; zeroAt == 0 && second < 600; second += 2) {
            if (scaler.decide(at(second, 1, 0, cpu(0.01))).replicas() == 0) {
                zeroAt = second;
            }
        }
        assertThat(zeroAt).isEqualTo(60);

        Decision woken = scaler.decide(at(700, 0, 1, new Metric.Unavailable("cpu", "is gone")));
        assertThat(woken.replicas()).isEqualTo(1);
        assertThat(woken.reason()).contains("in flight");
    }

    @Test
    void shouldScaleByCpuHereAndLeaveItToAnHpaOnACluster() {
        RevisionScaler scaler = scaler(1, "{%s}".formatted(CPU));
        Situation here = at(0, 1, 1, cpu(1.6));
        Situation cluster =
                new Situation(
                        here.now(),
                        here.reading(),
                        1,
                        true,
                        false,
                        here.pods(),
                        here.metrics(),
                        Optional.empty(),
                        Usual.NOTHING);

        assertThat(scaler.decide(cluster).reason())
                .contains("scaling by cpu is a HorizontalPodAutoscaler's");
        assertThat(scaler.decide(here).replicas()).isEqualTo(2);
    }

    private static String reason(String predictor, Metric... metrics) {
        return scaler(1, predictor).decide(at(0, 1, 1, metrics)).reason();
    }

    private static Metric cpu(double... ofRequest) {
        return new Metric.OfReplicas(
                "cpu",
                new Target.Utilization(80, 0.5),
                Arrays.stream(ofRequest).mapToObj(each -> each / 2).toList(),
                0);
    }

    private static Metric gib(double each, double target) {
        double gib = 1L << 30;
        return new Metric.OfReplicas(
                "memory",
                new Target.AverageValue(target * gib),
                Collections.nCopies(1, each * gib),
                0);
    }

    private static Metric jobs(double... values) {
        return new Metric.OfReplicas(
                "jobs_open",
                new Target.AverageValue(10),
                Arrays.stream(values).boxed().toList(),
                0);
    }

    /// @param requests in flight, as they were all the time
    private static Situation at(int second, int ready, int requests, Metric... metrics) {
        return new Situation(
                START.plusSeconds(second),
                new Reading(new Averages(requests, requests), requests, 0, Optional.empty()),
                ready,
                true,
                true,
                PodReading.NOTHING,
                List.of(metrics),
                Optional.empty(),
                Usual.NOTHING);
    }

    private static RevisionScaler scaler(int last, String predictor) {
        var service = Samples.service("m", 1, predictor);
        var settings = ConfiguredSettings.of(Settings.with(Map.of()).autoscaler());
        return new RevisionScaler(
                new PolicyReader(settings, PodMetrics.LlmDefaults.of(Settings.defaults().llm()))
                        .read(service, service.revisions().getFirst()),
                OptionalInt.of(last));
    }
}
