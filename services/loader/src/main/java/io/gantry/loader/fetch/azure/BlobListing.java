package io.gantry.loader.fetch.azure;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.StringReader;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// One page of a container's blobs.
///
/// @param next where the next page begins; empty on the last
record BlobListing(List<Blob> blobs, String next) {

    /// @param tag without quotes
    /// @param md5 in base64; empty when Azure has none
    /// @param directory of a storage with hierarchical names, where directories are listed too
    record Blob(String name, long size, String tag, String md5, boolean directory) {}

    private static final XMLInputFactory XML = XMLInputFactory.newDefaultFactory();

    static {
        XML.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        XML.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        XML.setProperty(XMLInputFactory.IS_COALESCING, true);
    }

    /// @throws XMLStreamException when it is no listing
    static BlobListing parse(String text) throws XMLStreamException {
        // Azure writes a byte order mark.
        String xml = text.startsWith("\ufeff") ? text.substring(1) : text;
        XMLStreamReader in = XML.createXMLStreamReader(new StringReader(xml));
        List<Blob> blobs = new ArrayList<>();
        String next = "";
        while (in.hasNext()) {
            if (in.next() != XMLStreamConstants.START_ELEMENT) {
                continue;
            }
            if (in.getLocalName().equals("Blob")) {
                blobs.add(blob(in));
            } else if (in.getLocalName().equals("NextMarker")) {
                next = in.getElementText();
            }
        }
        return new BlobListing(blobs, next);
    }

    private static Blob blob(XMLStreamReader in) throws XMLStreamException {
        Map<String, String> leaves = leaves(in);
        try {
            return new Blob(
                    leaves.getOrDefault("Name", ""),
                    Long.parseLong(leaves.getOrDefault("Content-Length", "")),
                    leaves.getOrDefault("Etag", "").replace("\"", ""),
                    leaves.getOrDefault("Content-MD5", ""),
                    leaves.getOrDefault("ResourceType", "").equals("directory")
                            || leaves.getOrDefault("hdi_isfolder", "").equals("true"));
        } catch (NumberFormatException e) {
            throw new XMLStreamException("a blob has no size", e);
        }
    }

    /// The texts of all elements of a blob, properties and metadata alike.
    private static Map<String, String> leaves(XMLStreamReader in) throws XMLStreamException {
        Map<String, String> leaves = new HashMap<>();
        String element = "";
        boolean encoded = false;
        for (int depth = 1; depth > 0; ) {
            switch (in.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    depth++;
                    element = in.getLocalName();
                    // Of a name that XML cannot hold.
                    encoded = "true".equals(in.getAttributeValue(null, "Encoded"));
                }
                case XMLStreamConstants.CHARACTERS ->
                        leaves.putIfAbsent(
                                element,
                                encoded ? URLDecoder.decode(in.getText(), UTF_8) : in.getText());
                case XMLStreamConstants.END_ELEMENT -> {
                    depth--;
                    element = "";
                }
                default -> {}
            }
        }
        return leaves;
    }
}
