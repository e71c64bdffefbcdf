package io.gantry.registry;

import io.restassured.RestAssured;
import io.restassured.config.EncoderConfig;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;

/// Requests whose bodies are sent as the test wrote them.
public final class Http {

    private Http() {}

    public static RequestSpecification yaml() {
        return sending("application/yaml");
    }

    public static RequestSpecification sending(String contentType) {
        String type = contentType.replaceAll(";.*", "");
        return RestAssured.given()
                .config(
                        RestAssured.config()
                                .encoderConfig(
                                        EncoderConfig.encoderConfig()
                                                .appendDefaultContentCharsetToContentTypeIfUndefined(
                                                        false)
                                                .encodeContentTypeAs(type, ContentType.TEXT)))
                .header("Content-Type", contentType);
    }
}
