package io.gantry.registry.plan;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.api.KServeJson;
import io.gantry.problem.Problem.FieldError;
import io.gantry.registry.inferenceservice.ServiceKey;
import io.gantry.registry.plan.PlanRequest.Load;
import io.gantry.registry.plan.PlanRequest.ModelSize;
import io.gantry.registry.plan.PlanRequest.Rate;
import io.gantry.registry.plan.PlanRequest.Utilization;
import io.gantry.registry.profile.Profile;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads the body of `POST /v1/plan`.
final class PlanRequests {

    private static final String SIZE = "modelSizeBytes";
    private static final String MODEL = "model";
    private static final String CONFIG = "config";
    private static final String PEAK = "peakRequestsPerSecond";
    private static final String PER_REPLICA = "requestsPerSecondPerReplica";

    /// Those that say nothing without a config.json.
    private static final List<String> OF_CONFIG =
            List.of("dtype", "kvCacheDtype", "contextLength", "batchSize");

    private static final Set<String> FIELDS =
            Set.of(
                    SIZE,
                    MODEL,
                    CONFIG,
                    "dtype",
                    "kvCacheDtype",
                    "contextLength",
                    "batchSize",
                    "gpu",
                    "gpuMemoryUtilization",
                    PEAK,
                    PER_REPLICA,
                    "profile");

    private static final long LARGEST_MODEL = 1L << 50;
    private static final long LONGEST_CONTEXT = 1L << 27;
    private static final long MOST_SEQUENCES = 1L << 16;
    private static final BigDecimal LEAST_RATE = new BigDecimal("0.001");
    private static final BigDecimal HIGHEST_RATE = new BigDecimal("1000000000");
    private static final BigDecimal LEAST_SHARE = new BigDecimal("0.01");

    private final BodyFields body;

    private PlanRequests(BodyFields body) {
        this.body = body;
    }

    static PlanReading read(String json) {
        try {
            JsonNode tree = KServeJson.mapper().readTree(json);
            return tree instanceof ObjectNode object
                    ? new PlanRequests(new BodyFields(object, "", FIELDS)).read()
                    : new PlanReading.Broken(
                            1, 1, "a plan's request is a JSON object, found something else");
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            return new PlanReading.Broken(
                    at == null ? 1 : at.getLineNr(),
                    at == null ? 1 : at.getColumnNr(),
                    e.getOriginalMessage());
        }
    }

    private PlanReading read() {
        Long bytes = body.bytes(SIZE, LARGEST_MODEL);
        ServiceKey model = body.word(MODEL, PlanRequests::key, "namespace/name");
        Profile profile = body.word("profile", Profile::of, Profile.words());
        Utilization utilization = utilization(profile);
        Rate rate = rate();
        Gpus gpus = GpuField.read(body);
        Counted counted = config();
        sources(counted);
        Load load = load(counted.config());
        if (!body.errors().isEmpty()) {
            return new PlanReading.Wrong(body.errors());
        }
        ModelSize size = bytes == null ? null : new ModelSize(bytes, "as modelSizeBytes says");
        return new PlanReading.Read(
                new PlanRequest(
                        size,
                        model,
                        counted.config(),
                        counted.unknown(),
                        load,
                        gpus,
                        utilization,
                        rate,
                        profile));
    }

    private static Optional<ServiceKey> key(String text) {
        String[] parts = text.split("/", -1);
        return parts.length == 2 && !parts[0].isEmpty() && !parts[1].isEmpty()
                ? Optional.of(new ServiceKey(parts[0], parts[1]))
                : Optional.empty();
    }

    private Utilization utilization(@Nullable Profile profile) {
        BigDecimal asked = body.decimal("gpuMemoryUtilization", LEAST_SHARE, BigDecimal.ONE);
        if (asked != null) {
            return new Utilization(asked, "as asked for");
        }
        return profile == null
                ? new Utilization(Utilization.USUAL, "vLLM's default")
                : new Utilization(
                        profile.defaults().gpuMemoryUtilization(),
                        "of the profile " + profile.word());
    }

    private @Nullable Rate rate() {
        BigDecimal peak = body.decimal(PEAK, LEAST_RATE, HIGHEST_RATE);
        BigDecimal perReplica = body.decimal(PER_REPLICA, LEAST_RATE, HIGHEST_RATE);
        if (body.has(PEAK) != body.has(PER_REPLICA)) {
            String missing = body.has(PEAK) ? PER_REPLICA : PEAK;
            body.wrong(
                    missing,
                    "is missing; replicas follow from %s and %s".formatted(PEAK, PER_REPLICA));
        }
        return peak == null || perReplica == null ? null : new Rate(peak, perReplica);
    }

    /// Something must say how large the model is.
    private void sources(Counted counted) {
        if (body.has(SIZE) && body.has(MODEL)) {
            body.wrong(MODEL, "is given, and %s, too; leave one out".formatted(SIZE));
        }
        if (body.has(SIZE) || body.has(MODEL)) {
            return;
        }
        if (!body.has(CONFIG)) {
            body.wrong(
                    SIZE,
                    "is missing; give the size of the model's files, its config.json as config, or a registered model as model");
        }
        FieldError unknown = counted.unknown();
        if (unknown != null) {
            body.wrong(
                    List.of(
                            new FieldError(
                                    unknown.field(),
                                    "%s; give %s for the rule of thumb"
                                            .formatted(unknown.message(), SIZE))));
        }
    }

    private Counted config() {
        Dtype dtype = body.word("dtype", Dtype::of, Dtype.words());
        ObjectNode config = body.object(CONFIG);
        if (config == null) {
            if (!body.has(CONFIG)) {
                OF_CONFIG.stream()
                        .filter(body::has)
                        .forEach(name ->
                                body.wrong(
                                        name,
                                        "says nothing without config; give the model's config.json, too"));
            }
            return Counted.NOTHING;
        }
        return switch (Architectures.read(config)) {
            case ArchitectureReading.Known(Architecture known) -> formatted(config, known, dtype);
            case ArchitectureReading.Unknown(FieldError why) -> new Counted(null, why);
            case ArchitectureReading.Wrong(List<FieldError> errors) -> {
                body.wrong(errors);
                yield Counted.NOTHING;
            }
        };
    }

    private Counted formatted(ObjectNode config, Architecture known, @Nullable Dtype dtype) {
        return switch (WeightFormats.of(config, dtype)) {
            case WeightFormats.Reading.Known(WeightFormat format) ->
                    new Counted(new ModelConfig(known, format), null);
            case WeightFormats.Reading.Unknown(FieldError why) -> new Counted(null, why);
            case WeightFormats.Reading.Refused(FieldError error) -> {
                body.wrong(List.of(error));
                yield Counted.NOTHING;
            }
        };
    }

    private Load load(@Nullable ModelConfig config) {
        KvDtype kvDtype = body.word("kvCacheDtype", KvDtype::of, KvDtype.words());
        Long context = body.number("contextLength", 1, LONGEST_CONTEXT);
        Long sequences = body.number("batchSize", 1, MOST_SEQUENCES);
        long longest = config == null ? 1 : config.architecture().contextLength();
        if (!body.has("contextLength") && longest == 0) {
            body.wrong("contextLength", "is missing, and config has no max_position_embeddings");
        }
        return new Load(
                context == null ? Math.max(1, longest) : context,
                sequences == null ? 1 : sequences,
                kvDtype == null ? KvDtype.AUTO : kvDtype);
    }

    /// @param config null when none was given, or it cannot be counted
    /// @param unknown why it cannot be counted
    private record Counted(@Nullable ModelConfig config, @Nullable FieldError unknown) {

        static final Counted NOTHING = new Counted(null, null);
    }
}
