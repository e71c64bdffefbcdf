package io.gantry.kube.render;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What an installation decides for all of its services.
///
/// @param loaderImage image of Gantry's loader, whose `pull` brings models into pods
/// @param nodeCache directory of the loader's cache on every node; null where pods are to download
///   for themselves. It is mounted read-only into the init container alone: what is cached there
///   belongs to whoever has the credentials for it, so the server's container never sees it, and no
///   pod can change what others will run
/// @param artImage image of KServe's ART explainer, used without a tag of its own
/// @param podMetricScaler address of KEDA's external scaler for OpenTelemetry metrics of pods
public record RenderSettings(
        AutoscalerClass autoscalerClass,
        String loaderImage,
        @Nullable String nodeCache,
        String artImage,
        String podMetricScaler) {

    /// As Gantry is installed by default.
    public static final RenderSettings DEFAULT =
            new RenderSettings(
                    AutoscalerClass.GANTRY,
                    "gantry/loader:0.1.0",
                    null,
                    "kserve/art-explainer",
                    "keda-otel-scaler.keda.svc:4318");

    public RenderSettings {
        if (nodeCache != null && !nodeCache.startsWith("/")) {
            throw new IllegalArgumentException(
                    "nodeCache must be an absolute path of the nodes, found " + nodeCache);
        }
        Objects.requireNonNull(loaderImage);
    }

    public RenderSettings withAutoscalerClass(AutoscalerClass other) {
        return new RenderSettings(other, loaderImage, nodeCache, artImage, podMetricScaler);
    }

    public RenderSettings withNodeCache(@Nullable String directory) {
        return new RenderSettings(
                autoscalerClass, loaderImage, directory, artImage, podMetricScaler);
    }

    public RenderSettings withLoaderImage(String image) {
        return new RenderSettings(autoscalerClass, image, nodeCache, artImage, podMetricScaler);
    }
}
