/* parse.c - parses one YAML file, or all of a directory, and does nothing with it: the least that a linter can take. */
#include <dirent.h>
#include <stdbool.h>
#include <stdio.h>
#include <yaml.h>

static bool parse(const char *path)
{
    FILE *file = fopen(path, "r");
    yaml_parser_t parser;
    yaml_event_t event;
    bool more = true;

    if (!file || !yaml_parser_initialize(&parser))
        return false;
    yaml_parser_set_input_file(&parser, file);
    while (more) {
        if (!yaml_parser_parse(&parser, &event))
            return false;
        more = event.type != YAML_STREAM_END_EVENT;
        yaml_event_delete(&event);
    }
    yaml_parser_delete(&parser);
    fclose(file);
    return true;
}

static bool parse_all(const char *folder, DIR *directory)
{
    char path[4096];
    bool good = true;

    for (struct dirent *entry = readdir(directory); good && entry; entry = readdir(directory)) {
        if (entry->d_name[0] == '.')
            continue;
        snprintf(path, sizeof(path), "%s/%s", folder, entry->d_name);
        good = parse(path);
    }
    closedir(directory);
    return good;
}

int main(int argc, char **argv)
{
    DIR *directory = argc == 2 ? opendir(argv[1]) : NULL;

    if (argc != 2)
        return 1;
    return (directory ? parse_all(argv[1], directory) : parse(argv[1])) ? 0 : 1;
}
