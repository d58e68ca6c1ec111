"""The public record of a meeting: one serializer, its canonical form, its versions."""
