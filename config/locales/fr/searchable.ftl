# Le PDF consultable : les images des pages, et dessous les mots lus.
searchable = PDF consultable
searchable-part = PDF consultable, pages { $first } à { $last }
searchable-title = Pli reçu le { $date } par { $door }
searchable-subject = Pages reçues, à partir de la page { $first } ({ $count }), texte lu par machine, { $id }
