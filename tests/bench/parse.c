/* parse.c - parses one YAML file and does nothing with it: the least that a linter can take. */
#include <stdbool.h>
#include <stdio.h>
#include <yaml.h>

int main(int argc, char **argv)
{
    FILE *file = argc == 2 ? fopen(argv[1], "r") : NULL;
    yaml_parser_t parser;
    yaml_event_t event;
    bool more = true;

    if (!file || !yaml_parser_initialize(&parser))
        return 1;
    yaml_parser_set_input_file(&parser, file);
    while (more) {
        if (!yaml_parser_parse(&parser, &event))
            return 1;
        more = event.type != YAML_STREAM_END_EVENT;
        yaml_event_delete(&event);
    }
    yaml_parser_delete(&parser);
    fclose(file);
    return 0;
}
