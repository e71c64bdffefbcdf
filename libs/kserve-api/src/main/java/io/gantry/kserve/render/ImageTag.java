package io.gantry.kserve.render;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.kserve.api.Resources;
import io.gantry.kserve.defaults.ServerType;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// KServe's rewriting of a runtime's image: by `runtimeVersion`, and for the build with or without
/// GPU.
final class ImageTag {
    private static final Pattern TAG = Pattern.compile(":[\\w.\\-]*$");
    private static final String GPU = "-gpu";
    private static final String CPU = "-cpu";

    private ImageTag() {}

    /// The image to run. One pinned by digest is never changed.
    static String of(
            String image,
            @Nullable String runtimeVersion,
            @Nullable String serverType,
            @Nullable Resources resources) {
        if (image.contains("@sha256:")) {
            return image;
        }
        Matcher found = TAG.matcher(image);
        String tag = found.find() ? found.group() : "";
        String repository = image.substring(0, image.length() - tag.length());
        if (runtimeVersion != null) {
            return repository + ":" + runtimeVersion;
        }
        if (tag.isEmpty() || serverType == null) {
            return image;
        }
        return built(repository, tag, serverType, wantsGpu(resources));
    }

    private static String built(String repository, String tag, String serverType, boolean gpu) {
        return switch (serverType) {
            case ServerType.TENSORFLOW, ServerType.TORCHSERVE, ServerType.HUGGINGFACE ->
                    repository + tag + (gpu && !tag.endsWith(GPU) ? GPU : "");
            case ServerType.VLLM -> repository + (gpu || repository.endsWith(CPU) ? "" : CPU) + tag;
            default -> repository + tag;
        };
    }

    private static boolean wantsGpu(@Nullable Resources resources) {
        Map<String, JsonNode> limits = resources == null ? null : resources.limits();
        return limits != null
                && limits.keySet().stream()
                        .anyMatch(name ->
                                name.equals("nvidia.com/gpu")
                                        || name.startsWith("nvidia.com/mig-"));
    }
}
