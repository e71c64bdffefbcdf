package io.gantry.monitor.scale;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.autoscale.hpa.Behavior;
import io.gantry.autoscale.hpa.ScalingRules;
import io.gantry.autoscale.knative.Aggregation;
import io.gantry.autoscale.knative.AutoscalerSettings;
import io.gantry.events.Endpoint;
import io.gantry.events.InferenceServiceApplied;
import io.gantry.kserve.validate.MetricSource;
import io.gantry.monitor.Samples;
import io.gantry.monitor.Settings;
import io.gantry.monitor.signal.ScaleMetric;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
        assertThat(policy.control().others(false)).isEmpty();
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

    @Test
    void shouldReadMetricsAndBehaviorOfTheManifest() {
        RevisionPolicy policy =
                read(
                        """
                        {'autoScaling':{
                          'metrics':[
                            {'type':'Resource','resource':{'name':'memory','target':{'type':'AverageValue','averageValue':'2Gi'}}},
                            {'type':'External','external':{'metric':{'backend':'prometheus','query':'q'},'target':{'type':'Value','value':'1.5'}}},
                            {'type':'PodMetric','podmetric':{'metric':{'query':'gpu'},'target':{'type':'Value','value':70}}}],
                          'behavior':{'scaleDown':{'selectPolicy':'Disabled'}}}}\
                        """);

        assertThat(policy.metrics().sources())
                .containsExactly(
                        new MetricSource.Resource("memory", new MetricSource.Amount(2L << 30)),
                        new MetricSource.Query(null, "q", 1.5),
                        new MetricSource.OfReplicas("gpu", 70, false));
        assertThat(policy.metrics().behavior().down().select())
                .isEqualTo(ScalingRules.Select.DISABLED);
        assertThat(policy.metrics().paced()).isTrue();
        assertThat(policy.metrics().besideDemand()).isFalse();
        assertThat(policy.pods().llm()).as("metrics are named").isEmpty();
        assertThat(policy.notes()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {'scaleMetric':'cpu'} | cpu | 80
                    {'scaleMetric':'memory','scaleTarget':65} | memory | 65
                    {'scaleMetric':'gpu'} | gpu | 80
                    {'scaleMetric':'gpu_memory','scaleTarget':50} | gpu_memory | 50
                    {'annotations':{'autoscaling.knative.dev/metric':'jobs','autoscaling.knative.dev/target':'7'}} | jobs | 7
                    """)
    void shouldReadAMetricThatIsNamedAlone(String predictor, String name, double target) {
        RevisionPolicy policy = read(predictor);

        assertThat(policy.metrics().sources())
                .singleElement()
                .isIn(
                        new MetricSource.Resource(name, new MetricSource.Percent((int) target)),
                        new MetricSource.OfReplicas(name, target, false));
        assertThat(policy.metrics().behavior()).isEqualTo(Behavior.DEFAULT);
        assertThat(policy.metrics().paced()).isFalse();
        assertThat(policy.metrics().besideDemand()).isFalse();
        assertThat(policy.control().others(true)).isEmpty();
    }

    @Test
    void shouldTakeAValueForThatOfAllReplicas() {
        assertThat(
                        read("{'scaleTarget':3,'scaleMetricType':'Value','annotations':{'autoscaling.knative.dev/metric':'jobs'}}")
                                .metrics()
                                .sources())
                .containsExactly(new MetricSource.OfReplicas("jobs", 3, true));
    }

    /// As Knative stabilizes an HPA.
    @Test
    void shouldStabilizeForTheWindowThatIsSet() {
        String window =
                "{'scaleMetric':'cpu','annotations':{'autoscaling.knative.dev/window':'90s'}}";

        Behavior behavior = read(window).metrics().behavior();

        assertThat(behavior.down().stabilization()).isEqualTo(Duration.ofSeconds(90));
        assertThat(behavior.up().stabilization()).isEqualTo(Duration.ofSeconds(90));
    }

    /// The service's word, then the pod's, then what is usual; a process of this machine has one
    /// port.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            textBlock =
                    """
                    {} | 10.0.0.7 | - | http://10.0.0.7:8080/metrics
                    {} | 10.0.0.7 | 8002/metrics | http://10.0.0.7:8002/metrics
                    {} | fd00::7 | 8082/stats/prometheus | http://[fd00::7]:8082/stats/prometheus
                    {'annotations':{'prometheus.io/port':'9000'}} | 10.0.0.7 | 8002/m | http://10.0.0.7:9000/m
                    {'annotations':{'prometheus.io/path':'/own'}} | 10.0.0.7 | 8002/m | http://10.0.0.7:8002/own
                    {'annotations':{'prometheus.io/port':'9000'}} | 127.0.0.1 | 8002/m | http://127.0.0.1:8080/metrics
                    """)
    void shouldKnowWhereReplicasTellTheirMetrics(
            String predictor, String host, String told, String address) {
        Endpoint endpoint = new Endpoint("r", host, 8080, "n", true, 1L, null, null, told);

        assertThat(read(predictor).pods().address(endpoint)).hasToString(address);
    }

    /// What is scaled by an object of a cluster, what nobody scales, and what is Gantry's.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            textBlock =
                    """
                    - | {} | - | -
                    - | {'scaleMetric':'cpu'} | scaling by cpu is a HorizontalPodAutoscaler's | -
                    - | {'autoScaling':{'metrics':[{'type':'Resource','resource':{'name':'memory'}}]}} | scaling by memory is a HorizontalPodAutoscaler's | -
                    - | {'autoScaling':{'metrics':[{'type':'PodMetric','podmetric':{'metric':{'query':'x'},'target':{'value':1}}}]}} | - | -
                    hpa | {} | annotation serving.kserve.io/autoscalerClass is hpa | -
                    keda | {} | annotation serving.kserve.io/autoscalerClass is keda | -
                    none | {'scaleMetric':'cpu'} | annotation serving.kserve.io/autoscalerClass is none | annotation serving.kserve.io/autoscalerClass is none
                    external | {} | annotation serving.kserve.io/autoscalerClass is external | annotation serving.kserve.io/autoscalerClass is external
                    - | {'annotations':{'autoscaling.knative.dev/class':'hpa.autoscaling.knative.dev'}} | the autoscaler class is hpa.autoscaling.knative.dev | -
                    - | {'annotations':{'autoscaling.knative.dev/class':'mine'}} | the autoscaler class is mine | the autoscaler class is mine
                    - | {'annotations':{'autoscaling.knative.dev/metric':'jobs'}} | scaling by jobs needs a scaleTarget | scaling by jobs needs a scaleTarget
                    - | {'annotations':{'autoscaling.knative.dev/metric':'a b'}} | a b is no name of a metric | a b is no name of a metric
                    """)
    void shouldKnowWhoScales(
            String autoscalerClass, String predictor, String cluster, String here) {
        RevisionPolicy policy = read(AutoscalerSettings.DEFAULTS, predictor, autoscalerClass);

        assertThat(policy.control().others(false)).isEqualTo(Optional.ofNullable(cluster));
        assertThat(policy.control().others(true)).isEqualTo(Optional.ofNullable(here));
    }

    /// An HPA, and KEDA as Gantry sets it up, go by CPU where nothing else is said.
    @Test
    void shouldGoByCpuWhereAnHpaWould() {
        assertThat(read(AutoscalerSettings.DEFAULTS, "{}", "hpa").metrics().sources())
                .containsExactly(new MetricSource.Resource("cpu", new MetricSource.Percent(80)));
        assertThat(read("{}").metrics().sources()).isEmpty();
    }

    @Test
    void shouldTellMetricsThatItCannotFollow() {
        RevisionPolicy policy =
                read(
                        AutoscalerSettings.DEFAULTS,
                        "{'autoScaling':{'metrics':[{'type':'External','external':{'metric':{'backend':'graphite','query':'q'},'target':{'value':1}}}]}}",
                        "keda");

        assertThat(policy.notes())
                .singleElement()
                .asString()
                .contains("autoScaling.metrics[0].external.metric.backend", "asks no graphite");
    }

    private static RevisionPolicy read(
            AutoscalerSettings settings, String predictor, @Nullable String autoscalerClass) {
        var plain = Samples.service("m", 1, predictor);
        JsonNode manifest = plain.manifest().deepCopy();
        if (autoscalerClass != null) {
            manifest.withObject("/metadata/annotations")
                    .put("serving.kserve.io/autoscalerClass", autoscalerClass);
        }
        var service =
                new InferenceServiceApplied(
                        plain.namespace(),
                        plain.name(),
                        plain.uid(),
                        plain.generation(),
                        plain.revisions(),
                        manifest);
        return new PolicyReader(settings, PodMetrics.LlmDefaults.of(Settings.defaults().llm()))
                .read(service, service.revisions().getFirst());
    }

    private static RevisionPolicy read(String predictor) {
        return read(AutoscalerSettings.DEFAULTS, predictor);
    }

    private static RevisionPolicy read(AutoscalerSettings settings, String predictor) {
        return read(settings, predictor, null);
    }
}
