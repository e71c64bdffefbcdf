package io.gantry.proxy.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.StringLength;

class RequestPathPropertyTest {

    @Property
    void shouldUnderstandAnyPathOrSayThatItDoesNot(
            @ForAll("method") String method, @ForAll @StringLength(max = 40) String path) {
        assertThat(RequestPath.parse(method, path)).isNotNull();
    }

    @Property
    void shouldUnderstandAnyEndOfAKnownPath(
            @ForAll @StringLength(max = 20) @CharRange(from = '!', to = '~') String end) {
        for (String start :
                new String[] {"/v1/models", "/v1/models/", "/v2", "/v2/models/", "/serving/"}) {
            Target target = RequestPath.parse("GET", start + end);
            if (target instanceof Target.Model model) {
                assertThat(model.name()).isNotEmpty();
                assertThat(model.path())
                        .matches(path -> path.equals("/") || (start + end).endsWith(path));
            }
        }
    }

    @Property
    void shouldFindTheModelWhateverItIsCalled(
            @ForAll @NotEmpty @StringLength(max = 20) @CharRange(from = ' ', to = '~')
                    String name) {
        String encoded = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
        String path = "/v2/models/" + encoded + "/infer";
        assertThat(RequestPath.parse("POST", path))
                .isEqualTo(new Target.Model(Protocol.V2, Target.Use.WORK, null, name, path));
    }

    @Property
    void shouldPassAnyPathUnderServingToTheModelItNames(
            @ForAll @AlphaChars @NotEmpty String namespace,
            @ForAll @AlphaChars @NotEmpty String name,
            @ForAll @AlphaChars String rest) {
        assertThat(RequestPath.parse("POST", "/serving/" + namespace + "/" + name + "/" + rest))
                .isInstanceOfSatisfying(
                        Target.Model.class,
                        model -> {
                            assertThat(model.namespace()).isEqualTo(namespace);
                            assertThat(model.name()).isEqualTo(name);
                            assertThat(model.path()).isEqualTo("/" + rest);
                        });
    }

    @Property
    void shouldHoldAnAnswerThatAReplicaKeepsForNothingElse(
            @ForAll @AlphaChars @NotEmpty String id,
            @ForAll("below") String below,
            @ForAll("method") String method) {
        for (String prefix : new String[] {"", "/openai"}) {
            assertThat(RequestPath.parse(method, prefix + "/v1/responses/" + id + below))
                    .isEqualTo(new Target.Kept(Protocol.OPENAI, id));
        }
    }

    @net.jqwik.api.Provide
    net.jqwik.api.Arbitrary<String> below() {
        return net.jqwik.api.Arbitraries.of("", "/cancel", "/input_items");
    }

    @net.jqwik.api.Provide
    net.jqwik.api.Arbitrary<String> method() {
        return net.jqwik.api.Arbitraries.of("GET", "POST", "HEAD", "PUT", "BREW");
    }
}
