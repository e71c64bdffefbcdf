package io.gantry.registry.bridge;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.arc.Arc;
import io.quarkus.arc.InjectableContext;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Singleton;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Without the setting there is no client, and nobody misses it.
@QuarkusTest
class SwitchedOffTest {

    @Test
    void shouldOpenNoClientAndBeReady() {
        given().get("/q/health/ready").then().statusCode(200);
        assertThat(List.of(ApplicationScoped.class, Singleton.class))
                .allSatisfy(scope ->
                        assertThat(created(scope))
                                .doesNotContain(KubernetesClient.class, Config.class));
    }

    private static List<Type> created(Class<? extends Annotation> scope) {
        InjectableContext context = Arc.container().getActiveContext(scope);
        return context.getState().getContextualInstances().keySet().stream()
                .<Type>flatMap(bean -> bean.getTypes().stream())
                .toList();
    }
}
