package io.gantry.proxy.forward;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gantry.proxy.route.RequestPath;
import io.gantry.proxy.route.Target;
import io.gantry.proxy.world.World;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The data path has no annotations to make a document of; so the written one is held to it.
@QuarkusTest
class OpenApiTest {

    @Test
    void shouldDescribeOnlyWhatTheDataPathTakes() throws Exception {
        try (World world = new World()) {
            JsonNode paths =
                    new ObjectMapper()
                            .readTree(world.get("/q/openapi?format=json").body())
                            .path("paths");

            assertThat(paths.propertyStream().map(Map.Entry::getKey))
                    .contains("/v1/models", "/v2/health/ready", "/v1/chat/completions");
            paths.propertyStream()
                    .forEach(path ->
                            path.getValue()
                                    .propertyStream()
                                    .filter(method -> !method.getKey().equals("parameters"))
                                    .forEach(method ->
                                            assertThat(target(path.getKey(), method.getKey()))
                                                    .as("%s %s", method.getKey(), path.getKey())
                                                    .isNotInstanceOf(Target.Unknown.class)
                                                    .isNotInstanceOf(Target.NotAllowed.class)));
        }
    }

    private static Target target(String path, String method) {
        return RequestPath.parse(
                method.toUpperCase(Locale.ROOT), path.replace("{", "").replace("}", ""));
    }
}
